import { io, type Socket } from "socket.io-client";
import { Failure } from "./failure.js";
import type { TokenSource } from "./rest-client.js";
import type { Answer, ClientEvents, Missed, Requests, ServerEvents } from "./types.js";

const ANSWER_LIMIT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const RENEW_PAUSE_MS = 5_000;
/** Less than a server waits for the login of a connection. */
const LONGEST_LOGIN_PAUSE_MS = 10_000;
/** Servers let a token in that has ended less than half a minute ago: such a connection does not last. */
const LASTING_MS = 60_000;

/**
 * A socket that comes back by itself, shows the token of the moment each time, and renews it in place
 * before it ends; if that has failed, it comes back with another one. What the server sends is listened
 * to at {@link events}, what is asked of it is acknowledged.
 */
export class ChatSocket {
  /** The socket of `socket.io-client`, with our events as its types. It connects at once. */
  readonly events: Socket<ServerEvents, ClientEvents>;
  private readonly token: TokenSource;
  private readonly followers = new Map<number, number>();
  private tokenEnded = false;
  private connectedAt = 0;
  private pause = FIRST_PAUSE_MS;
  private loginPause = FIRST_PAUSE_MS;
  private comingBack: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param url where the service is, with its path if it is mounted at one; empty for the page's own origin
   * @param token asked for with each connection; while it fails, the socket tries again
   * @param renewToken asked for a newer token of the same user a minute before the token ends; null
   *     if there is none
   */
  constructor(url: string, token: TokenSource, renewToken: () => Promise<string | null>) {
    this.token = token;
    const options = {
      auth: (show: (auth: object) => void) => void this.showToken(show),
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
    };
    const { protocol, host, pathname } = new URL(url.replace(/\/*$/u, "/"), globalThis.location?.href);
    this.events = io(`${protocol}//${host}`, { ...options, path: `${pathname}socket.io/` });
    this.events.on("token_expiring", () => void this.renew(renewToken));
    this.events.on("connect", () => {
      this.tokenEnded = false;
      this.connectedAt = Date.now();
      this.loginPause = FIRST_PAUSE_MS;
    });
    this.events.on("error", ({ code }) => {
      this.tokenEnded ||= code === "token_expired";
    });
    this.events.on("disconnect", (reason) => {
      if (reason === "io server disconnect" && this.tokenEnded) {
        const lasted = Date.now() - this.connectedAt > LASTING_MS;
        this.pause = lasted ? FIRST_PAUSE_MS : this.pause;
        this.comeBack();
      }
    });
    this.events.on("connect_error", () => {
      if (this.tokenEnded && !this.events.active) {
        this.comeBack(); // what should be a new token was refused
      }
    });
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

  /** Counts one more who needs a conversation's room, until he lets go of it. */
  hold(conversationId: number): void {
    this.followers.set(conversationId, (this.followers.get(conversationId) ?? 0) + 1);
  }

  /** Leaves a conversation's room if nobody else needs it. */
  letGo(conversationId: number): void {
    const others = (this.followers.get(conversationId) ?? 1) - 1;
    if (others > 0) {
      this.followers.set(conversationId, others);
    } else {
      this.followers.delete(conversationId);
      this.tell("leave_conversation", { conversationId });
    }
  }

  /** Does not wait for the next try to connect. */
  reconnect(): void {
    if (!this.events.connected) {
      this.events.disconnect().connect();
    }
  }

  close(): void {
    clearTimeout(this.comingBack);
    this.events.disconnect();
  }

  private async showToken(show: (auth: object) => void): Promise<void> {
    await Promise.resolve(); // the constructor may not have come to its end
    const { engine } = this.events.io;
    try {
      const token = await this.token();
      if (engine === this.events.io.engine) {
        show({ token });
      }
    } catch {
      const pause = this.loginPause;
      this.loginPause = Math.min(2 * pause, LONGEST_LOGIN_PAUSE_MS);
      await new Promise((over) => setTimeout(over, pause));
      engine.close(); // as if the connection had failed: it is tried again
    }
  }

  /** Connects with another token. A source that goes on giving old ones is asked less and less often. */
  private comeBack(): void {
    clearTimeout(this.comingBack);
    this.comingBack = setTimeout(() => {
      if (!this.events.active) {
        this.events.connect();
      }
    }, this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
  }

  /** Tries until it succeeds, or the server ends the connection with its token. */
  private async renew(renewToken: () => Promise<string | null>): Promise<void> {
    const { id } = this.events;
    while (this.events.id === id) {
      try {
        const token = await renewToken();
        if (token !== null) {
          await this.ask("refresh_token", { token });
        }
        return;
      } catch {
        await new Promise((again) => setTimeout(again, RENEW_PAUSE_MS));
      }
    }
  }
}
