// Two people of a host application chat with the official client.
// Arguments: address; path of the chat; token of one; UUID and token of the other.
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const [address, chat, tokenOfOne, uuid, tokenOfTwo] = process.argv.slice(2);
const LIMIT_MS = 15_000;
setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000).unref();

const next = (socket, event) =>
  new Promise((resolve, reject) => {
    socket.once(event, resolve);
    setTimeout(() => reject(new Error(`no ${event} within ${LIMIT_MS} ms`)), LIMIT_MS).unref();
  });
const path = `${chat}/socket.io/`;
const connect = (token) => io(address, { path, forceNew: true, reconnection: false, auth: { token } });

const stranger = connect("nonsense");
assert.equal((await next(stranger, "connect_error")).message, "Authentication error: Invalid token");

// The application knows UUIDs, the chat its own number for each.
const found = await fetch(`${address}${chat}/api/chat/users?keys=${uuid}`, {
  headers: { authorization: `Bearer ${tokenOfOne}` },
});
const [{ id: receiverId }] = (await found.json()).data;
assert.ok(Number.isInteger(receiverId));

const one = connect(tokenOfOne);
await next(one, "connect");
const two = connect(tokenOfTwo);
await next(two, "connect");

const notified = next(two, "message_notification");
const sent = await one
  .timeout(LIMIT_MS)
  .emitWithAck("send_message", { receiverId, content: "Grüße! 🙂", clientMessageId: "1" });
assert.equal(sent.ok, true, JSON.stringify(sent));
assert.equal((await notified).content, "Grüße! 🙂");

const joined = await two
  .timeout(LIMIT_MS)
  .emitWithAck("join_conversation", { conversationId: sent.data.conversationId });
assert.equal(joined.ok, true, JSON.stringify(joined));
const heard = next(two, "new_message");
await one.timeout(LIMIT_MS).emitWithAck("send_message", { receiverId, content: "Still there?" });
assert.equal((await heard).content, "Still there?");

one.close();
two.close();
