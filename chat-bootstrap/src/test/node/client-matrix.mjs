// Releases of the official client, beside each other: two people of each chat over one transport.
// Arguments: address of the service; "polling", "websocket" or "upgrade"; a file with an array of
// { module, one: { id, token }, two: { id, token } }, all of them users who have not talked yet;
// one-node or several-nodes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [address, mode, file, nodes] = process.argv.slice(2);
const LIMIT_MS = 15_000;
const AT_ONCE = 6;
const BURST = 20;
// 1, 2, 3 and 4 bytes of UTF-8; as many code points as a message can have.
const LONGEST = "aü€😀".repeat(2_500);

const require = createRequire(import.meta.url);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 110_000).unref();

async function until(condition, what) {
  for (const end = Date.now() + LIMIT_MS; !condition(); await pause(10)) {
    if (Date.now() >= end) {
      assert.fail(`not within ${LIMIT_MS} ms: ${what instanceof Function ? what() : what}`);
    }
  }
}

/** What a promise brings; old clients know no limits of their own. */
function within(promise, what) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

const next = (socket, event) =>
  within(new Promise((resolve) => socket.once(event, resolve)), event);

/** Emits with the callback that every version has. */
const ask = (socket, event, payload) =>
  within(new Promise((resolve) => socket.emit(event, payload, resolve)), `answer to ${event}`);

/** The data of an answer that must not be a failure. */
async function done(answer) {
  const { ok, data, error } = await answer;
  assert.equal(ok, true, JSON.stringify(error));
  return data;
}

class Client {
  events = [];
  /** How far the conversation was, each time that the service told. */
  updates = [];
  losses = 0;
  gate = Promise.resolve();

  constructor(library, person) {
    this.id = person.id;
    this.socket = library.io(address, {
      ...(mode === "upgrade" ? {} : { transports: [mode] }),
      forceNew: true,
      reconnectionDelay: 10,
      reconnectionDelayMax: 100,
      // Asked on each connection, before the namespace is entered.
      auth: (enter) => this.gate.then(() => enter({ token: person.token })),
    });
    for (const event of ["new_message", "message_notification"]) {
      this.socket.on(event, (payload) => this.events.push({ event, ...payload }));
    }
    this.socket.on("disconnect", () => this.losses++);
    this.socket.on("conversation_updated", ({ lastSeq }) => this.updates.push(lastSeq));
  }

  get transport() {
    return this.socket.io.engine.transport.name;
  }

  async connected() {
    await until(() => this.socket.connected, "connection");
    await until(() => this.transport === (mode === "upgrade" ? "websocket" : mode), `transport of ${mode}`);
  }

  /** Loses the connection without a word, or, where there is no connection, the session. */
  cut() {
    const { engine } = this.socket.io;
    if (this.transport === "websocket") {
      engine.transport.ws.terminate();
    } else {
      engine.close();
    }
  }

  forgetLateNewsOf(message) {
    this.updates = this.updates.filter((seq) => seq !== message.seq);
    this.events = this.events.filter(
      ({ event, messageId }) => event !== "message_notification" || messageId !== message.id,
    );
  }

  /** What came that nobody has waited for, and how often the connection was lost. */
  seen() {
    const came = this.events.map(({ event, seq }) => `${event} ${seq}`).join(", ");
    return `user ${this.id} got [${came}], updates [${this.updates}], ${this.losses} losses`;
  }

  /** All messages of one kind that came since the last time, as soon as there are so many. */
  async take(event, count) {
    const found = () => this.events.filter((each) => each.event === event);
    await until(() => found().length >= count, () => `${count} × ${event}, but ${this.seen()}`);
    const taken = found();
    this.events = this.events.filter((each) => each.event !== event);
    assert.equal(taken.length, count, `number of ${event}`);
    return taken;
  }
}

async function refuses(library) {
  const socket = library.io(address, {
    ...(mode === "upgrade" ? {} : { transports: [mode] }),
    forceNew: true,
    reconnection: false,
    auth: { token: "nonsense" },
  });
  const error = await next(socket, "connect_error");
  assert.equal(error.message, "Authentication error: Invalid token");
  assert.equal(socket.connected, false);
  socket.close();
}

/** They get to know each other, and use everything once. Returns their conversation. */
async function chat(one, two) {
  const content = "Grüße! 你好 🙂";
  const sent = await done(ask(one.socket, "send_message", { receiverId: two.id, content, clientMessageId: "first" }));
  const { conversationId } = sent;
  const [own] = await one.take("new_message", 1);
  const [told] = await two.take("message_notification", 1);
  for (const message of [sent, own, told]) {
    assert.equal(message.content, content);
    assert.equal(message.conversationId, conversationId);
    assert.equal(message.seq, 1);
  }
  const joined = await done(ask(two.socket, "join_conversation", { conversationId }));
  assert.deepEqual(joined, { conversationId, lastSeq: 1 });

  const typing = next(one.socket, "user_typing");
  two.socket.emit("typing", { conversationId });
  assert.deepEqual(await typing, { userId: two.id, conversationId });

  const read = next(one.socket, "messages_read");
  two.socket.emit("mark_as_read", { conversationId });
  const { userId, upTo } = await read;
  assert.deepEqual({ userId, upTo }, { userId: two.id, upTo: sent.seq });
  return conversationId;
}

async function sendsMuch(one, two) {
  const sent = await done(ask(one.socket, "send_message", { receiverId: two.id, content: LONGEST }));
  assert.equal(sent.content, LONGEST);
  for (const person of [one, two]) {
    const [message] = await person.take("new_message", 1);
    assert.equal(message.content, LONGEST);
  }
  const contents = Array.from({ length: BURST }, (_, index) => `burst ${index}`);
  const numbers = contents.map((_, index) => sent.seq + 1 + index);
  const answers = await Promise.all(
    contents.map((content) => done(ask(one.socket, "send_message", { receiverId: two.id, content }))));
  for (const messages of [answers, await one.take("new_message", BURST), await two.take("new_message", BURST)]) {
    assert.deepEqual(messages.map((message) => message.content), contents);
    assert.deepEqual(messages.map((message) => message.seq), numbers);
  }
}

async function goesOnAfterMistakes(one) {
  const error = next(one.socket, "error");
  one.socket.emit("no_such_event");
  assert.equal((await error).code, "unknown_event");
  const refused = await ask(one.socket, "join_conversation", { conversationId: 999_999_999 });
  assert.equal(refused.ok, false);
  assert.equal(one.socket.connected, true);
}

async function online(asking, users) {
  const status = next(asking.socket, "online_status");
  asking.socket.emit("check_online", { userIds: users });
  return (await status).onlineUsers;
}

/** Leaves, which the other sees, and comes back as somebody new. */
async function comesBack(one, two, conversationId) {
  const { id } = one.socket;
  const { engine } = one.socket.io;
  const gone = next(one.socket, "disconnect");
  one.socket.disconnect();
  assert.equal(await gone, "io client disconnect");
  // Old clients take the late end of the old connection for that of a new one.
  await until(() => engine.readyState === "closed", "end of the connection");
  const end = Date.now() + LIMIT_MS;
  while ((await online(two, [one.id])).length > 0) {
    assert.ok(Date.now() < end, "the service did not notice a disconnect");
  }
  one.socket.connect();
  await one.connected();
  assert.notEqual(one.socket.id, id);
  assert.ok(!one.socket.recovered, "recovered what was left on purpose");
  let present = await online(two, [one.id]);
  while (nodes !== "one-node" && present.length === 0) {
    assert.ok(Date.now() < end, "the other node was not told of a new connection");
    present = await online(two, [one.id]);
  }
  assert.deepEqual(present, [one.id]);
  await done(ask(one.socket, "join_conversation", { conversationId }));
}

/** A message that is sent while the connection is away comes once: by itself, or when asked for. */
async function surviveACut(one, two, conversationId, canRecover) {
  const { id } = one.socket;
  // What is missed is what comes after what the client has seen.
  const before = await done(ask(two.socket, "send_message", { receiverId: one.id, content: "before" }));
  await one.take("new_message", 1);
  await two.take("new_message", 1);
  await until(() => one.updates.at(-1) === before.seq, "conversation_updated before the cut");
  one.updates.length = 0;

  let open;
  one.gate = new Promise((resolve) => (open = resolve));
  const gone = next(one.socket, "disconnect");
  one.cut();
  await gone;
  const missed = await done(ask(two.socket, "send_message", { receiverId: one.id, content: "meanwhile" }));
  open();
  await one.connected();
  assert.equal(missed.seq, before.seq + 1);
  // Only the node that it was on knows its place.
  const recovers = canRecover && (nodes === "one-node" || one.socket.recovered);
  if (recovers) {
    assert.equal(one.socket.recovered, true, "recovered");
    assert.equal(one.socket.id, id);
  } else {
    assert.ok(!one.socket.recovered);
    const caughtUp = await done(ask(one.socket, "join_conversation", { conversationId, afterSeq: before.seq }));
    assert.deepEqual(caughtUp.messages.map((message) => message.id), [missed.id]);
  }
  const after = await done(ask(two.socket, "send_message", { receiverId: one.id, content: "after" }));
  const expected = recovers ? [missed, after] : [after];
  const messages = await one.take("new_message", expected.length);
  assert.deepEqual(messages.map((message) => message.id), expected.map((message) => message.id));
  await until(() => one.updates.at(-1) === after.seq, "conversation_updated after the cut");
  if (!recovers && nodes !== "one-node") {
    [before, missed].forEach((message) => one.forgetLateNewsOf(message)); // new to its new node
  }
  assert.deepEqual(one.updates, expected.map((message) => message.seq));
}

async function run({ module, one: first, two: second }) {
  const loaded = require(module);
  const { version } = require(`${module}/package.json`);
  assert.ok(module.endsWith(`-${version}`), `${module} is version ${version}`);
  const library = { io: loaded.io ?? loaded };
  const [major, minor] = version.split(".").map(Number);
  const recovers = major > 4 || (major === 4 && minor >= 6);

  await refuses(library);
  const one = new Client(library, first);
  const two = new Client(library, second);
  try {
    await Promise.all([one.connected(), two.connected()]);
    const conversationId = await chat(one, two);
    await sendsMuch(one, two);
    await goesOnAfterMistakes(one);
    await comesBack(one, two, conversationId);
    await surviveACut(one, two, conversationId, recovers);
    await Promise.all([one.connected(), two.connected()]);
    // Nothing came that nobody waited for: in a room no notifications, and nothing twice.
    await two.take("new_message", 2);
    assert.deepEqual([...one.events, ...two.events], []);
  } finally {
    one.socket.close();
    two.socket.close();
  }
}

const waiting = JSON.parse(readFileSync(file, "utf8"));
assert.ok(waiting.length > 0, "no combinations");
let failures = 0;

async function work() {
  for (let combination = waiting.shift(); combination; combination = waiting.shift()) {
    const start = Date.now();
    let result = "works";
    try {
      await run(combination);
    } catch (error) {
      failures++;
      result = `FAILS: ${error.stack}`;
    }
    console.log(`${combination.module} ${mode} ${result} (${Date.now() - start} ms)`);
  }
}

const start = Date.now();
const count = waiting.length;
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${count} combinations, ${failures} failures, ${Date.now() - start} ms`);
process.exitCode = failures === 0 ? 0 : 1;
