import type { ChatSocket } from "./chat-socket.js";
import { Failure } from "./failure.js";
import { LiveEvents } from "./live-events.js";
import type { Message } from "./types.js";

const RETRY_MS = 2_000;

/** What a feed tells, and from where on. */
export interface FeedOptions {
  /** Takes a message: each once, in the order of `seq`. */
  readonly onMessage: (message: Message) => void;
  /** Follows what comes after this position; 0, and if it is missing, the whole conversation. */
  readonly afterSeq?: number;
  /** Told why the conversation cannot be followed, if it never can. */
  readonly onProblem?: (failure: Failure) => void;
}

/** Follows one conversation, over breaks of the connection. */
export class ConversationFeed {
  private readonly live = new LiveEvents();
  private turns: Promise<void> = Promise.resolve();
  private upTo: number;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: ChatSocket,
    readonly conversationId: number,
    private readonly options: FeedOptions,
  ) {
    this.upTo = options.afterSeq ?? 0;
    socket.hold(conversationId);
    socket.events.on("connect", this.resume);
    socket.events.on("new_message", this.arrived);
    socket.events.on("resync_required", this.overflowed);
    if (socket.isConnected) {
      this.resume();
    }
  }

  /** Ends. With the last feed of a conversation, the socket leaves its room. */
  close(): void {
    if (this.closed) {
      return;
    }
    this.closed = true;
    clearTimeout(this.retry);
    this.socket.events.off("connect", this.resume);
    this.socket.events.off("new_message", this.arrived);
    this.socket.events.off("resync_required", this.overflowed);
    this.socket.letGo(this.conversationId);
  }

  private readonly resume = (): void => {
    clearTimeout(this.retry);
    this.turns = this.turns
      .then(() => this.live.heldDuring(() => this.readMissed()))
      .catch((problem) => console.error(problem)); // thrown by onProblem
  };

  private readonly arrived = (message: Message): void => {
    if (message.conversationId === this.conversationId) {
      this.live.deliver(() => this.add(message));
    }
  };

  private readonly overflowed = ({ conversationId }: { readonly conversationId: number }): void => {
    if (conversationId === this.conversationId) {
      this.resume();
    }
  };

  private add(message: Message): void {
    if (message.seq > this.upTo + 1) {
      this.resume(); // for what is missing before it, and itself
    } else {
      this.take(message);
    }
  }

  private take(message: Message): void {
    if (message.seq > this.upTo && !this.closed) {
      this.upTo = message.seq;
      try {
        this.options.onMessage(message);
      } catch (problem) {
        console.error(problem); // the application's, and no reason to read anything again
      }
    }
  }

  private async readMissed(): Promise<void> {
    try {
      for (let more = true; more && !this.closed; ) {
        const missed = await this.socket.joinAfter(this.conversationId, this.upTo);
        missed.messages.forEach((message) => this.take(message));
        more = missed.hasMore;
        // The last ones may have been deleted.
        this.upTo = more ? this.upTo : Math.max(this.upTo, missed.lastSeq);
      }
    } catch (problem) {
      const failure = Failure.of(problem);
      if (!failure.retryable) {
        this.options.onProblem?.(failure);
      } else if (this.socket.isConnected && !this.closed) {
        clearTimeout(this.retry);
        this.retry = setTimeout(this.resume, failure.retryAfterMillis ?? RETRY_MS);
      }
    }
  }
}
