@NullMarked
package io.parley.adapter.websocket.connection;

import org.jspecify.annotations.NullMarked;
