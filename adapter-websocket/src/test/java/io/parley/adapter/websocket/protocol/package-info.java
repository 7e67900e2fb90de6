@NullMarked
package io.parley.adapter.websocket.protocol;

import org.jspecify.annotations.NullMarked;
