import type { ChatSocket } from "./chat-socket.js";
import { Failure } from "./failure.js";
import { LiveEvents } from "./live-events.js";
import type { Changes } from "./types.js";

const SYNC_LIMIT = 100;
const RETRY_MS = 2_000;

/** Who has a copy of what the user has on the server, and keeps it in step by {@link CatchUp}. */
export interface Follower {
  /** With each connection, first: enters rooms again, each from the last message that it has. */
  resume(): Promise<void>;

  /** Takes what has changed. The first time, that is all conversations and read positions. */
  apply(changes: Changes): void;

  /** The server cannot say what is missing, and is to tell everything anew: what is known counts no more. */
  forget(): void;

  /** Everything has been told anew: histories are to follow. */
  startAnew(): Promise<void>;

  /** Nothing is missing now, and events tell the rest. */
  caughtUp(): Promise<void>;
}

/**
 * Catches up after each break of the connection: rooms again, then what else changed (`sync` with the
 * cursor of the last time), then the events that came meanwhile. Events that change what is followed
 * go through {@link live}.
 */
export class CatchUp {
  readonly live = new LiveEvents();
  private cursor: string | undefined;
  private syncing = false;
  private again = false;
  private anew = false;
  private closed = false;
  private readonly retries = new Map<() => void, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly socket: ChatSocket,
    private readonly follower: Follower,
  ) {
    socket.events.on("connect", this.catchUp);
    if (socket.isConnected) {
      queueMicrotask(this.catchUp); // once whoever follows is complete
    }
  }

  /** Ends: the follower is told nothing more. */
  close(): void {
    this.closed = true;
    this.retries.forEach((timer) => clearTimeout(timer));
    this.socket.events.off("connect", this.catchUp);
  }

  /** Whether the conversations have been read once. */
  get hasStarted(): boolean {
    return this.cursor !== undefined;
  }

  /** Asks what has changed, for what events did not tell. */
  async sync(): Promise<void> {
    const connection = this.socket.events.id;
    if (this.syncing) {
      this.again = true;
      return;
    }
    this.syncing = true;
    try {
      do {
        this.again = false;
        await this.live.heldDuring(() => this.readChanges());
      } while (this.again);
    } catch (problem) {
      this.tryAgain(this.syncAgain, problem, connection);
    } finally {
      this.syncing = false;
    }
  }

  private readonly syncAgain = () => void this.sync();

  private readonly catchUp = async (): Promise<void> => {
    const connection = this.socket.events.id;
    if (this.closed) {
      return;
    }
    try {
      await this.live.heldDuring(async () => {
        await this.follower.resume();
        await this.readChanges();
      });
      if (!this.closed) {
        await this.follower.caughtUp();
      }
    } catch (problem) {
      this.tryAgain(this.catchUp, problem, connection);
    }
  };

  /** A break is followed by a connection, and that by another try. */
  private tryAgain(work: () => void, problem: unknown, connection: string | undefined): void {
    const { events } = this.socket;
    const { retryable, retryAfterMillis } = Failure.of(problem);
    const isOurs = () => !this.closed && events.connected && events.id === connection;
    if (isOurs() && retryable) {
      clearTimeout(this.retries.get(work));
      this.retries.set(work, setTimeout(() => isOurs() && work(), retryAfterMillis ?? RETRY_MS));
    }
  }

  private async readChanges(): Promise<void> {
    let refused = false;
    let more = true;
    while (more && !this.closed) {
      try {
        const sent = { limit: SYNC_LIMIT, ...(this.cursor && { cursor: this.cursor }) };
        const changes = await this.socket.ask("sync", sent);
        if (!this.closed) {
          this.follower.apply(changes);
        }
        this.cursor = changes.nextCursor;
        more = changes.hasMore;
      } catch (problem) {
        if (Failure.of(problem).code !== "resync_required" || refused || this.closed) {
          throw problem;
        }
        refused = true;
        this.anew = true;
        this.cursor = undefined;
        this.follower.forget();
      }
    }
    if (this.anew && !this.closed) {
      await this.follower.startAnew();
      this.anew = false; // should it fail, the next try begins with it
    }
  }
}
