/** Servers for the public conformance suites of Engine.IO and Socket.IO. */
@NullMarked
package io.parley.adapter.websocket.conformance;

import org.jspecify.annotations.NullMarked;
