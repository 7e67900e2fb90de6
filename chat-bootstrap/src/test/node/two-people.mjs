// Two people chat with the official client.
// Arguments: address of the service; "default" or "websocket"; ids and tokens of two users who have
// not talked to each other yet.
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const [address, mode, idText, tokenOfOne, otherIdText, tokenOfTwo] = process.argv.slice(2);
const idOfOne = Number(idText);
const idOfTwo = Number(otherIdText);
const LIMIT_MS = 15_000;
const options = mode === "websocket" ? { transports: ["websocket"] } : {};

const watchdog = setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000);

function within(promise, what) {
  return Promise.race([
    promise,
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`no ${what} within ${LIMIT_MS} ms`)), LIMIT_MS).unref()),
  ]);
}

const next = (socket, event) =>
  within(new Promise((resolve) => socket.once(event, resolve)), event);

function connect(auth) {
  return io(address, { ...options, forceNew: true, reconnection: false, auth });
}

async function refusal(auth) {
  const socket = connect(auth);
  const error = await next(socket, "connect_error");
  socket.close();
  return error.message;
}

assert.equal(await refusal({}), "Authentication error: No token provided");
assert.equal(await refusal({ token: "nonsense" }), "Authentication error: Invalid token");

const one = connect({ token: tokenOfOne });
await next(one, "connect");
const two = connect({ token: tokenOfTwo });
const upgraded =
  mode === "websocket"
    ? Promise.resolve()
    : within(new Promise((resolve) => two.io.engine.once("upgrade", resolve)), "upgrade");
await next(two, "connect");
await upgraded;
assert.equal(two.io.engine.transport.name, "websocket");

// The first message makes the conversation and puts its sender into the room.
const notified = next(two, "message_notification");
const ownCopy = next(one, "new_message");
const sent = await one
  .timeout(LIMIT_MS)
  .emitWithAck("send_message", { receiverId: idOfTwo, content: "Grüße! 你好 🙂", clientMessageId: `${mode}-1` });
assert.equal(sent.ok, true, JSON.stringify(sent));
const conversationId = (await ownCopy).conversationId;
assert.equal((await notified).conversationId, conversationId);

const repeated = await one
  .timeout(LIMIT_MS)
  .emitWithAck("send_message", { receiverId: idOfTwo, content: "Grüße! 你好 🙂", clientMessageId: `${mode}-1` });
assert.equal(repeated.data.id, sent.data.id);

const joined = await two.timeout(LIMIT_MS).emitWithAck("join_conversation", { conversationId });
assert.equal(joined.ok, true, JSON.stringify(joined));
assert.equal(joined.data.conversationId, conversationId);

const typing = next(one, "user_typing");
two.emit("typing", { conversationId });
assert.deepEqual(await typing, { userId: idOfTwo, conversationId });

const read = next(one, "messages_read");
two.emit("mark_as_read", { conversationId });
assert.equal((await read).userId, idOfTwo);

// A message over REST reaches both sockets as one over a socket does.
const copies = Promise.all([next(one, "new_message"), next(two, "new_message")]);
const answer = await fetch(`${address}/api/chat/send`, {
  method: "POST",
  headers: { authorization: `Bearer ${tokenOfTwo}`, "content-type": "application/json" },
  body: JSON.stringify({ receiverId: idOfOne, content: "over REST" }),
});
assert.equal(answer.status, 201);
const stored = (await answer.json()).data;
for (const copy of await copies) {
  assert.equal(copy.id, stored.id);
  assert.equal(copy.content, "over REST");
  assert.equal(copy.seq, joined.data.lastSeq + 1);
}

// Wrong input is an answer, never the end of the connection.
const failed = await one.timeout(LIMIT_MS).emitWithAck("join_conversation", { conversationId: 999_999 });
assert.equal(failed.ok, false);
const error = next(one, "error");
one.emit("no_such_event");
await error;
assert.equal(one.connected, true);

const online = next(two, "online_status");
two.emit("check_online", { userIds: [idOfOne, idOfTwo, 7] });
assert.deepEqual((await online).onlineUsers.sort(), [idOfOne, idOfTwo]);

one.close();
two.close();
clearTimeout(watchdog);
