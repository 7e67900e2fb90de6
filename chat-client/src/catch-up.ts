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

  /** The server could not say what was missing, and has told everything anew: histories are to follow. */
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

  constructor(
    private readonly socket: ChatSocket,
    private readonly follower: Follower,
  ) {
    socket.events.on("connect", () => void this.catchUp());
  }

  /** Whether the conversations have been read once. */
  get hasStarted(): boolean {
    return this.cursor !== undefined;
  }

  /** Asks what has changed, for what events did not tell. */
  async sync(): Promise<void> {
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
    } catch {
      // without a connection: the next one begins with it
    } finally {
      this.syncing = false;
    }
  }

  private async catchUp(): Promise<void> {
    const { events } = this.socket;
    const connection = events.id;
    try {
      await this.live.heldDuring(async () => {
        await this.follower.resume();
        await this.readChanges();
      });
      await this.follower.caughtUp();
    } catch (problem) {
      // A break is followed by a connection, and that by another try.
      if (events.connected && events.id === connection && Failure.of(problem).retryable) {
        setTimeout(() => void this.catchUp(), RETRY_MS);
      }
    }
  }

  private async readChanges(): Promise<void> {
    let anew = false;
    let more = true;
    while (more) {
      try {
        const sent = { limit: SYNC_LIMIT, ...(this.cursor && { cursor: this.cursor }) };
        const changes = await this.socket.ask("sync", sent);
        this.follower.apply(changes);
        this.cursor = changes.nextCursor;
        more = changes.hasMore;
      } catch (problem) {
        if (Failure.of(problem).code !== "resync_required" || anew) {
          throw problem;
        }
        anew = true;
        this.cursor = undefined;
      }
    }
    if (anew) {
      await this.follower.startAnew();
    }
  }
}
