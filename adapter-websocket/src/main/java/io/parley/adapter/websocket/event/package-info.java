/**
 * The chat over Socket.IO: the contract's event names and payloads, on the server of {@code
 * socketio} and the use cases. Each class with {@code Events} in its name handles some client
 * events; {@link io.parley.adapter.websocket.event.SocketNotifier} sends the server's.
 */
package io.parley.adapter.websocket.event;
