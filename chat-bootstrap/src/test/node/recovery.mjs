// Fifty people chat in pairs while their connections are cut at random, now and then so that the
// server does not notice. Everybody must recover every time, and get every event once, in order.
// With several nodes the client comes back to any of them: where nobody knows its place it joins
// its conversation again, after the last message it has.
// Arguments: address of the service; how often each connection is cut; one-node or several-nodes;
// fifty times an id and a token.
import assert from "node:assert/strict";
import net from "node:net";
import { io } from "socket.io-client";

const [address, cutsText, nodes, ...identities] = process.argv.slice(2);
const CUTS = Number(cutsText);
const ACK_LIMIT_MS = 10_000;
const service = new URL(address);

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 80_000).unref();

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, what, state = () => "") {
  for (const end = Date.now() + 30_000; !condition(); await pause(20)) {
    assert.ok(Date.now() < end, `not in time: ${what} ${state()}`);
  }
}

/** A way to the service that can break at either end. */
class Wire {
  #pairs = new Set();

  async open() {
    const listener = net.createServer((client) => this.#connect(client));
    await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
    listener.unref();
    return `http://127.0.0.1:${listener.address().port}`;
  }

  #connect(client) {
    const server = net.connect(Number(service.port), service.hostname);
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const [from, to] of [[client, server], [server, client]]) {
      from.on("data", (data) => to.writable && to.write(data));
      from.on("error", () => {});
      from.on("close", () => {
        if (!pair.silent) {
          to.destroy();
        }
        this.#pairs.delete(pair);
      });
    }
  }

  /** What is under way is lost. With silent the server is left with a connection that says nothing. */
  cut(silent) {
    for (const pair of this.#pairs) {
      pair.silent = silent;
      pair.client.destroy();
      if (silent) {
        pair.server.resume();
      }
    }
  }
}

class Person {
  connects = 0;
  disconnects = 0;
  lostPlaces = 0;
  notes = [];
  /** What came, to tell it should it be wrong: messages, answers to a join, connections. */
  how = [];
  seen = [];
  sent = 0;

  constructor(id, token, transports) {
    this.id = Number(id);
    this.token = token;
    this.transports = transports;
  }

  /** Remembers what happened to the connection, to tell it should it not come back. */
  note(event) {
    this.notes.push(`${(performance.now() / 1000).toFixed(2)} ${event}`);
    this.notes.splice(0, this.notes.length - 12);
  }

  state = () => {
    const { engine } = this.socket.io;
    const on = `${engine.readyState} on ${engine.transport?.name}${engine.upgrading ? ", upgrading" : ""}`;
    return `of user ${this.id}, connected ${this.connects} times, ${on}\n${this.notes.join("\n")}`;
  };

  async connect() {
    this.wire = new Wire();
    this.socket = io(await this.wire.open(), {
      auth: { token: this.token },
      transports: this.transports,
      forceNew: true,
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
    });
    const manager = this.socket.io;
    manager.on("reconnect_error", (error) => this.note(`cannot connect: ${error.message}`));
    manager.on("open", () => {
      const { engine } = manager;
      this.note(`open by ${engine.transport.name}`);
      engine.on("upgrade", (transport) => this.note(`upgraded to ${transport.name}`));
      engine.on("upgradeError", (error) => this.note(`cannot upgrade: ${error.message}`));
    });
    this.socket.on("disconnect", (reason) => {
      this.disconnects++;
      this.note(`disconnected: ${reason}`);
    });
    this.socket.on("connect", () => {
      if (this.connects++ > 0 && !this.socket.recovered) {
        this.lostPlaces++;
        this.inRoom = false;
      }
      this.how.push(`[${this.socket.id.slice(0, 4)} ${this.socket.recovered}]`);
      if (this.conversationId && !this.inRoom) {
        this.catchUp(); // the last answer to this may have been lost with the connection
      }
    });
    this.socket.on("new_message", (message) => {
      this.how.push(message.seq);
      if (this.inRoom) {
        this.seen.push(message.seq);
      } // else it is in the answer that is waited for, and comes by a join whose answer was lost
    });
    this.socket.on("message_notification", () => {
      this.notified = true;
      assert.ok(!this.inRoom, "notified in the room");
    });
    await until(() => this.socket.connected, "first connection", this.state);
  }

  /** Sends one message until the service has acknowledged it. */
  async send(receiver) {
    const message = { receiverId: receiver.id, content: "x".repeat(200), clientMessageId: `${this.id}-${this.sent++}` };
    for (;;) {
      try {
        const answer = await this.socket.timeout(ACK_LIMIT_MS).emitWithAck("send_message", message);
        assert.equal(answer.ok, true, JSON.stringify(answer));
        return answer.data;
      } catch (error) {
        if (error instanceof assert.AssertionError) {
          throw error;
        }
        await pause(10); // the connection broke: the same message once more
      }
    }
  }

  /** Joins its conversation again; if the connection breaks meanwhile, the next one does so. */
  catchUp() {
    const payload = { conversationId: this.conversationId, afterSeq: this.seen.at(-1) ?? 1 };
    const { id } = this.socket;
    this.socket.emit("join_conversation", payload, (answer) => {
      assert.equal(answer.ok, true, JSON.stringify(answer));
      if (this.socket.id !== id) {
        return;
      }
      this.how.push(`A${payload.afterSeq}:${answer.data.messages.map((message) => message.seq)}`);
      this.seen.push(...answer.data.messages.map((message) => message.seq));
      if (answer.data.hasMore) {
        this.catchUp();
      } else {
        this.inRoom = true;
      }
    });
  }

  onWebSocket() {
    return this.socket.connected && this.socket.io.engine.transport.name === "websocket";
  }

  async cutAtRandom() {
    for (let cut = 0; cut < CUTS; cut++) {
      await pause(50 + Math.random() * 350);
      // Not in the middle of an upgrade: engine.io-client 6.6 then neither polls nor posts any more,
      // and finds out only when its ping is overdue.
      await until(() => this.onWebSocket(), "reconnection", this.state);
      const before = this.disconnects;
      this.wire.cut(Math.random() < 0.3);
      // Counted, not looked at: it may be connected again before anybody looks.
      await until(() => this.disconnects > before, "noticing the cut", this.state);
    }
    await until(() => this.socket.connected, "last reconnection", this.state);
  }
}

const people = [];
while (identities.length > 0) {
  const transports = people.length % 10 < 2 ? ["polling", "websocket"] : ["websocket"];
  people.push(new Person(identities.shift(), identities.shift(), transports));
}
await Promise.all(people.map((person) => person.connect()));

let cutting = true;
let conversations = 0;

async function chat(one, two) {
  const { conversationId } = await one.send(two);
  await until(() => two.notified, "the first notification"); // its node has heard of it
  const joined = await two.socket.timeout(ACK_LIMIT_MS).emitWithAck("join_conversation", { conversationId });
  assert.equal(joined.ok, true, JSON.stringify(joined));
  for (const person of [one, two]) {
    person.conversationId = conversationId;
    person.inRoom = true;
    person.seen.length = 0;
  }
  const cuts = Promise.all([one.cutAtRandom(), two.cutAtRandom()]);
  const talk = async (from, to) => {
    while (cutting) {
      await from.send(to);
      await pause(Math.random() * 30);
    }
  };
  const talking = Promise.all([talk(one, two), talk(two, one)]);
  await cuts;
  conversations++;
  while (conversations < people.length / 2) {
    await pause(20);
  }
  cutting = false;
  await talking;
  const last = one.sent + two.sent;
  const expected = Array.from({ length: last - 1 }, (_, index) => index + 2);
  await until(() => [one, two].every((person) => person.seen.length >= expected.length), "the last messages");
  for (const person of [one, two]) {
    assert.ok(JSON.stringify(person.seen) === JSON.stringify(expected), `user ${person.id} saw ${person.how.join(" ")}`);
    if (nodes === "one-node") {
      assert.equal(person.lostPlaces, 0, `user ${person.id} lost its place`);
    }
    assert.ok(person.connects > CUTS, `user ${person.id} connected ${person.connects} times`);
  }
  return last;
}

const chats = [];
for (let i = 0; i < people.length; i += 2) {
  chats.push(chat(people[i], people[i + 1]));
}
const messages = (await Promise.all(chats)).reduce((sum, count) => sum + count, 0);
const lostPlaces = people.reduce((sum, person) => sum + person.lostPlaces, 0);
assert.ok(nodes === "one-node" || lostPlaces > 0, "somebody came to another node");
const connects = people.reduce((sum, person) => sum + person.connects, 0);
console.log(`${people.length} people, ${messages} messages, ${connects} connections, ${lostPlaces} to another node`);
people.forEach((person) => person.socket.close());
process.exit(0);
