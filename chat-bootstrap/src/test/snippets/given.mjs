// What JavaScript of documents may take for granted, and no more: a token, a socket, a conversation.
// Whatever a snippet reports as an error is one.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.SNIPPETS_HOME, "given.mjs"));
const { io } = require("socket.io-client");

globalThis.token = process.env.TOKEN;
globalThis.conversationId = 1;
globalThis.lastSeqThatIHave = 0;

let socket;
Object.defineProperty(globalThis, "socket", {
  configurable: true,
  get: () => (socket ??= io(process.env.SNIPPETS_URL, { auth: { token: process.env.TOKEN } })),
});

console.error = (...what) => {
  console.log("console.error:", ...what);
  process.exitCode = 1;
};
