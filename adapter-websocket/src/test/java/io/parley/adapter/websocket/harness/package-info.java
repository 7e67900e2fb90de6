/** Real servers and raw clients for the tests. */
@NullMarked
package io.parley.adapter.websocket.harness;

import org.jspecify.annotations.NullMarked;
