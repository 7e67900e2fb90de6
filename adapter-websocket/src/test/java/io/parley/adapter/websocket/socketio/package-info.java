@NullMarked
package io.parley.adapter.websocket.socketio;

import org.jspecify.annotations.NullMarked;
