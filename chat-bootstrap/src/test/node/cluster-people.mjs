// Two people on two different nodes behind a load balancer chat with the official client and its default options: long
// polling first, then an upgrade.
// Arguments: address of the load balancer; ids and tokens of two users who have not talked to each other yet.
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const [address, idText, tokenOfOne, otherIdText, tokenOfTwo, transports] = process.argv.slice(2);
const idOfOne = Number(idText);
const idOfTwo = Number(otherIdText);
const LIMIT_MS = 15_000;
const MOST_TRIES = 30;
const options = transports === "polling" ? { transports: ["polling"] } : {};

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 90_000).unref();

function within(promise, what) {
  return Promise.race([
    promise,
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`no ${what} within ${LIMIT_MS} ms`)), LIMIT_MS).unref()),
  ]);
}

const next = (socket, event) =>
  within(new Promise((resolve) => socket.once(event, resolve)), event);

const node = (socket) => socket.io.engine.id.split(".")[0];

async function connect(token) {
  const socket = io(address, { ...options, forceNew: true, auth: { token } });
  const upgraded =
    transports === "polling"
      ? Promise.resolve()
      : within(new Promise((resolve) => socket.io.engine.once("upgrade", resolve)), "upgrade");
  await next(socket, "connect");
  await upgraded;
  return socket;
}

async function connectElsewhere(token, than) {
  const others = [];
  for (let i = 0; i < MOST_TRIES; i++) {
    const socket = await connect(token);
    if (node(socket) !== than) {
      others.forEach((other) => other.close());
      return socket;
    }
    others.push(socket); // stays open for now, so that the next one goes elsewhere
  }
  throw new Error(`all connections go to ${than}`);
}

const ask = async (socket, event, payload) => {
  const answer = await socket.timeout(LIMIT_MS).emitWithAck(event, payload);
  assert.equal(answer.ok, true, JSON.stringify(answer));
  return answer.data;
};

const one = await connect(tokenOfOne);
const two = await connectElsewhere(tokenOfTwo, node(one));
assert.notEqual(node(one), node(two));

const notified = next(two, "message_notification");
const sent = await ask(one, "send_message", { receiverId: idOfTwo, content: "Grüße! 你好 🙂" });
const { conversationId } = sent;
assert.equal((await notified).messageId, sent.id);

const joined = next(one, "user_joined");
await ask(two, "join_conversation", { conversationId });
assert.equal((await joined).userId, idOfTwo);

const typing = next(one, "user_typing");
two.emit("typing", { conversationId });
assert.equal((await typing).userId, idOfTwo);

const read = next(one, "messages_read");
two.emit("mark_as_read", { conversationId });
assert.equal((await read).userId, idOfTwo);

const online = await ask(one, "check_online", { userIds: [idOfOne, idOfTwo, 999_999] });
assert.deepEqual(online.onlineUsers, [idOfOne, idOfTwo].sort((a, b) => a - b));

// Both write at once; both see one sequence.
const COUNT = 100;
const seen = new Map([one, two].map((socket) => [socket, []]));
for (const [socket, list] of seen) {
  socket.on("new_message", (message) => list.push(message.seq));
}
const answers = [];
for (let i = 0; i < COUNT; i++) {
  answers.push(ask(one, "send_message", { receiverId: idOfTwo, content: `one ${i}` }));
  answers.push(ask(two, "send_message", { receiverId: idOfOne, content: `two ${i}` }));
}
await Promise.all(answers);
const expected = Array.from({ length: 2 * COUNT }, (_, i) => i + 2);
const deadline = Date.now() + LIMIT_MS;
while ([...seen.values()].some((list) => list.length < expected.length) && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}
for (const list of seen.values()) {
  assert.deepEqual(list, expected);
}

console.log(`${node(one)} and ${node(two)}`);
one.close();
two.close();
