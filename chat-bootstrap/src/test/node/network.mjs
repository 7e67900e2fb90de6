// The way to a service, which can be cut: browsers leave open WebSockets alone when they are told to be
// offline.
import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Network {
  #sockets = new Set();
  #isCut = false;
  #isDeaf = false;
  #server;

  static async to(address) {
    const network = new Network();
    await network.#listen(Number(new URL(address).port));
    return network;
  }

  /** Not "localhost", which the official client takes to be reachable offline. */
  get address() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async #listen(port) {
    this.#server = createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(port, "127.0.0.1");
      near.pipe(far);
      far.on("data", (bytes) => this.#isDeaf || near.write(bytes));
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** What the service says does not arrive any more. */
  deafen() {
    this.#isDeaf = true;
  }

  cut() {
    this.#isCut = true;
    this.#sockets.forEach((socket) => socket.destroy());
  }

  mend() {
    this.#isCut = false;
    this.#isDeaf = false;
  }

  close() {
    this.cut();
    this.#server.close();
  }
}
