// Uses the packed TypeScript client as an application on Node.js does: REST, events, their failures, breaks of
// the connection, and a token that ends.
// Arguments: address of the service; directory of the package; ids and tokens of two users who have not
// talked to each other; tokens of the first one: one that ends within a minute, and one that has just ended.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { createServer, request } from "node:http";
import { fileURLToPath } from "node:url";
import { Network } from "./network.mjs";

globalThis.crypto ??= webcrypto; // missing in Node.js 18, on which the tests run as well

const [address, packed, one, tokenOfOne, two, tokenOfTwo, shortToken, endedToken] = process.argv.slice(2);
const idOfOne = Number(one);
const idOfTwo = Number(two);

await cp(packed, fileURLToPath(new URL("node_modules/chat-client", import.meta.url)), { recursive: true });
const { CatchUp, ChatClient, Failure, LiveEvents, newClientMessageId } = await import("chat-client");

async function until(what, condition) {
  for (const end = Date.now() + 20_000; !condition(); ) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

async function failureOf(work) {
  try {
    await work;
  } catch (problem) {
    assert.ok(problem instanceof Failure, String(problem));
    return problem;
  }
  return assert.fail("nothing failed");
}

/** The service mounted at a path: a way to it for HTTP, which takes the path away. */
async function mountedAt(path) {
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    if (!url.startsWith(`${path}/`)) {
      answer.writeHead(404).end();
      return;
    }
    const onward = request(address + url.slice(path.length), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode, answered.headers);
      answered.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  server.on("upgrade", (_, socket) => socket.destroy()); // no WebSocket goes this way
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const network = await Network.to(address);
const first = new ChatClient({ url: `${address}/`, token: () => tokenOfOne });
const second = new ChatClient({ url: network.address, token: async () => tokenOfTwo });
await until("connected", () => first.socket.isConnected && second.socket.isConnected);

// The server lets in who has a token that has just ended, and soon disconnects him; then his login fails.
const logins = [
  () => endedToken,
  () => {
    throw new Error("thrown");
  },
  () => Promise.reject(new Error("rejected")),
  () => tokenOfOne,
];
const late = new ChatClient({ url: address, token: () => logins.shift()() });
const breaks = [];
late.socket.events.on("disconnect", (reason) => breaks.push(reason));

// A token that ends is renewed in place, whatever fails before.
const told = [];
const renewals = [() => Promise.reject(new Error("no login")), async () => tokenOfOne];
const short = new ChatClient({ url: address, token: () => shortToken, renewToken: () => renewals.shift()() });
short.socket.events.onAnyOutgoing((event, payload) => told.push([event, payload]));
await until("another token", () => told.length === 1);
assert.deepEqual(told[0], ["refresh_token", { token: tokenOfOne }]);
const { onlineUsers } = await short.socket.ask("check_online", { userIds: [idOfOne] });
assert.deepEqual(onlineUsers, [idOfOne]);

// The chat may be mounted at a path.
const server = await mountedAt("/support");
const mounted = new ChatClient({
  url: `http://127.0.0.1:${server.address().port}/support/`,
  token: () => tokenOfOne,
});
await until("connected below a path", () => mounted.socket.isConnected);
assert.equal(await mounted.rest.unreadCount(), 0);
mounted.close();
server.close();
server.closeAllConnections();

// REST
const sent = await first.rest.send({ receiverId: idOfTwo, content: "Hello 1" });
const conversationId = sent.conversation_id;
assert.equal(sent.receiver.id, idOfTwo);
assert.equal(await second.rest.unreadCount(), 1);
assert.equal((await second.rest.unread())[0].conversationId, conversationId);
assert.equal((await second.rest.conversations({ page: 1, limit: 5 })).conversations[0].id, conversationId);
assert.equal((await second.rest.messages(conversationId, { after: 0 })).messages[0].id, sent.id);
assert.equal((await second.rest.search({ q: "hello" })).total, 1);
assert.equal((await second.rest.searchConversation(conversationId, { q: "nothing" })).total, 0);
await second.rest.markRead(conversationId, 1);
assert.equal(await second.rest.unreadCount(), 0);
await first.rest.delete(sent.id);
assert.equal((await first.rest.restore(sent.id)).deletedAt, null);
assert.equal((await first.rest.sync()).conversations.length, 1);

// Failures
const toSelf = await failureOf(first.rest.send({ receiverId: idOfOne, content: "Hello" }));
assert.deepEqual([toSelf.code, toSelf.status, toSelf.retryable], ["message_to_self", 400, false]);
assert.equal(toSelf.message, "Cannot send message to yourself");
assert.match(toSelf.requestId, /./);
const unknown = await failureOf(first.socket.ask("join_conversation", { conversationId: 999_999 }));
assert.equal(unknown.code, "conversation_not_found");
const nobody = new ChatClient({ url: "http://127.0.0.1:1", token: () => "" });
assert.equal((await failureOf(nobody.rest.unreadCount())).code, "unreachable");
assert.equal((await failureOf(nobody.socket.ask("typing", { conversationId }))).retryable, true);
nobody.close();
const loggedOut = new ChatClient({ url: address, token: () => Promise.reject(new Error("no login")) });
assert.equal((await failureOf(loggedOut.rest.unreadCount())).retryable, true);
loggedOut.close();
const problems = [];
first.follow(999_999, { onMessage: () => {}, onProblem: (failure) => problems.push(failure.code) });
await until("a problem", () => String(problems) === "conversation_not_found");

// What an application's handler throws is told, and ends nothing.
const thrown = [];
const { error } = console;
console.error = (problem) => thrown.push(problem.message);
const careless = (into) => (content) => {
  into.push(content);
  throw new Error(content);
};
const live = new LiveEvents();
const applied = [];
await live.heldDuring(async () => ["one", "two"].forEach((event) => live.deliver(() => careless(applied)(event))));
assert.deepEqual(applied, ["one", "two"]);
assert.deepEqual(thrown.splice(0), ["one", "two"]);
const noticed = [];
const tired = second.follow(conversationId, { onMessage: ({ content }) => careless(noticed)(content) });
await until("a message", () => noticed.length === 1);
tired.close();
assert.deepEqual(thrown, ["Hello 1"]);
console.error = error;

// Everything once and in order, over a break
const heard = [];
const feed = second.follow(conversationId, { onMessage: ({ content }) => heard.push(content) });
const changed = [];
const catchUp = new CatchUp(second.socket, {
  resume: async () => {},
  apply: ({ messages }) => changed.push(...messages.map(({ content }) => content)),
  forget: () => {},
  startAnew: async () => {},
  caughtUp: async () => {},
});
await until("a catching up on a connection that was there already", () => catchUp.hasStarted);
await until("the history", () => heard.length === 1);
const say = (number) => first.rest.send({ receiverId: idOfTwo, content: `Hello ${number}` });
const another = second.follow(conversationId, { afterSeq: 1, onMessage: () => {} });
another.close();
another.close();
await say(2);
await until("a live message", () => heard.length === 2);
network.cut();
await until("a break", () => !second.socket.isConnected);
for (let number = 3; number <= 105; number++) {
  await say(number);
}
network.mend();
await until("what was missed", () => heard.length === 105);
await until("the changes", () => changed.includes("Hello 105"));

// The server knows nothing of this client any more, and brings nothing back by itself.
second.socket.events.disconnect();
await say(106);
second.socket.reconnect();
await until("what was missed meanwhile", () => heard.length === 106);
const mine = { receiverId: idOfOne, content: "Hello 107", clientMessageId: newClientMessageId() };
const stored = await second.socket.ask("send_message", mine);
assert.equal((await second.socket.ask("send_message", mine)).id, stored.id);
await until("my own", () => heard.length === 107);
assert.deepEqual(heard, Array.from({ length: 107 }, (_, at) => `Hello ${at + 1}`));
feed.close();
catchUp.close();
const before = changed.length;
await say(108);
second.socket.events.disconnect().connect();
await until("connected again", () => second.socket.isConnected);
assert.equal((await second.socket.joinAfter(conversationId, 106)).messages.length, 2);
assert.equal(heard.length, 107);
assert.equal(changed.length, before);

await until("another login", () => logins.length === 0 && late.socket.isConnected);
assert.deepEqual(breaks, ["io server disconnect", "forced close", "forced close"]);

[first, second, short, late].forEach((client) => client.close());
network.close();
