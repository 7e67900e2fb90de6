import { io, type Socket } from "socket.io-client";
import { Failure } from "./failure.js";
import type { TokenSource } from "./rest-client.js";
import type { Answer, ClientEvents, Missed, Requests, ServerEvents } from "./types.js";

const ANSWER_LIMIT_MS = 10_000;

/**
 * A socket that comes back by itself, shows the token of the moment each time, and renews it in place
 * before it ends. What the server sends is listened to at {@link events}, what is asked of it is
 * acknowledged.
 */
export class ChatSocket {
  /** The socket of `socket.io-client`, with our events as its types. It connects at once. */
  readonly events: Socket<ServerEvents, ClientEvents>;

  /**
   * @param url where the service is; empty for the page's own origin
   * @param token asked for with each connection
   * @param renewToken asked for a newer token of the same user a minute before the token ends; null
   *     if there is none
   */
  constructor(url: string, token: TokenSource, renewToken: () => Promise<string | null>) {
    const options = {
      auth: (show: (auth: object) => void) => {
        Promise.resolve(token()).then(
          (text) => show({ token: text }),
          () => show({}), // refused as without a token, and told by `connect_error`
        );
      },
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
    };
    this.events = url === "" ? io(options) : io(url, options);
    this.events.on("token_expiring", () => void this.renew(renewToken));
  }

  get isConnected(): boolean {
    return this.events.connected;
  }

  /**
   * Sends an event and waits for its acknowledgement. Fails at once when there is no connection, and as
   * soon as the connection breaks: whether the server has done it is then unknown. What must not be lost
   * is to be asked again, with the same `clientMessageId`.
   */
  async ask<E extends keyof Requests>(
    event: E,
    sent: Requests[E]["sent"],
  ): Promise<Requests[E]["data"]> {
    if (!this.events.connected) {
      throw Failure.unreachable(); // the client would keep the event and send it later, uncalled for
    }
    let answer: Answer<Requests[E]["data"]>;
    try {
      // The types of the client cannot follow an event that is a variable.
      const untyped = this.events as unknown as Socket;
      answer = await untyped.timeout(ANSWER_LIMIT_MS).emitWithAck(event, sent);
    } catch {
      throw Failure.unreachable();
    }
    if (!answer.ok) {
      const { message, code, retryable, retryAfterMillis } = answer.error;
      throw new Failure(message, code, { retryable, retryAfterMillis });
    }
    return answer.data;
  }

  /** Asks for something that does no harm if it does not happen. */
  tell<E extends keyof Requests>(event: E, sent: Requests[E]["sent"]): void {
    this.ask(event, sent).catch(() => {});
  }

  /** Enters a conversation's room, and reads what came after a position, without a hole between. */
  async joinAfter(conversationId: number, afterSeq: number): Promise<Missed> {
    return (await this.ask("join_conversation", { conversationId, afterSeq })) as Missed;
  }

  /** Does not wait for the next try to connect. */
  reconnect(): void {
    if (!this.events.connected) {
      this.events.disconnect().connect();
    }
  }

  close(): void {
    this.events.disconnect();
  }

  private async renew(renewToken: () => Promise<string | null>): Promise<void> {
    try {
      const token = await renewToken();
      if (token !== null) {
        await this.ask("refresh_token", { token });
      }
    } catch {
      // The socket ends with its token, and the next connection asks for another.
    }
  }
}
