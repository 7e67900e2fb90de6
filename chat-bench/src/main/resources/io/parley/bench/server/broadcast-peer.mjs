// What BroadcastServer does, on the Socket.IO server for Node.js with its defaults: WebSocket and
// long polling, no compression.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http);

io.on("connection", (socket) => {
  socket.join("room");
  socket.on("publish", (text) => io.to("room").emit("event", text));
});

http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  console.log(`Peer is listening on http://127.0.0.1:${http.address().port}`);
});

// The bench is gone when this ends.
process.stdin.resume().on("end", () => process.exit());
