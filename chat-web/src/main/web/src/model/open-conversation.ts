import {
  changedAt,
  type ChatClient,
  Failure,
  type LiveEvents,
  type Message,
  type MessageReference,
  type Query,
  toMessage,
} from "chat-client";
import { Signal } from "./signal";
import { Timeline } from "./timeline";

const FIRST_PAGE = 50;
const MORE = 100;
/** After a failure nothing more is read by itself for so long. */
const PAUSE_MS = 5_000;
/** So much of what comes after a found message is shown with it. */
const BELOW_FOUND = 25;

/** The conversation that the user looks at: its messages around where he looks, and new ones. */
export class OpenConversation {
  readonly changed = new Signal();
  readonly timeline = new Timeline();
  /** Why nothing could be read. */
  problem: string | null = null;
  /** A message to be looked at, by its position. */
  target: number | null;
  private turns: Promise<void> = Promise.resolve();
  private reading = 0;
  private pause: number | undefined;
  private closed = false;

  constructor(
    readonly id: number,
    target: number | null,
    private readonly client: ChatClient,
    private readonly live: LiveEvents,
  ) {
    this.target = target;
  }

  /** Enters the conversation's room and reads what is to be seen first. */
  async load(): Promise<void> {
    const target = this.target;
    await this.read(() => this.start(target));
  }

  private async start(target: number | null): Promise<void> {
    const { lastSeq } = await this.join();
    const before = target === null ? lastSeq + 1 : target + BELOW_FOUND + 1;
    const messages = await this.history({ before, limit: FIRST_PAGE });
    const isEnd = before > lastSeq;
    this.timeline.start(messages, messages.length === FIRST_PAGE, isEnd ? lastSeq : null);
    if (this.target === target && !messages.some(({ seq }) => seq === target)) {
      this.target = null; // it was deleted
    }
  }

  /**
   * To be called with each new connection: enters the room again, without a hole. Fails if it may
   * succeed later.
   */
  resume(): Promise<void> {
    return this.keepUp(async () => {
      if (!this.timeline.loaded || this.isSought()) {
        await this.start(this.target);
      } else if (this.timeline.hasNewer) {
        await this.join();
      } else {
        const missed = await this.client.socket.joinAfter(this.id, this.timeline.upTo);
        // What is missing even then is read when it is looked at.
        this.timeline.append(missed.messages, missed.hasMore ? null : missed.lastSeq);
      }
    });
  }

  /** Whether a message is to be shown that was not read yet. */
  private isSought(): boolean {
    return this.target !== null && !this.holds(this.target);
  }

  private holds(sought: number): boolean {
    return this.timeline.messages.some(({ seq }) => seq === sought);
  }

  /** Reads what is to be seen once more, since what was read counts no more. Fails as {@link resume}. */
  startAnew(): Promise<void> {
    return this.keepUp(() => this.start(this.target));
  }

  async loadOlder(): Promise<void> {
    if (this.timeline.hasOlder) {
      await this.readMore(async () => {
        const messages = await this.history({ before: this.timeline.first, limit: MORE });
        this.timeline.prepend(messages, messages.length === MORE);
      });
    }
  }

  async loadNewer(): Promise<void> {
    if (this.timeline.hasNewer) {
      await this.readMore(async () => {
        const messages = await this.history({ after: this.timeline.upTo, limit: MORE });
        const isEnd = messages.length < MORE;
        this.timeline.append(messages, isEnd ? this.timeline.upTo : null);
      });
    }
  }

  /** Shows a message, wherever it is. */
  async goTo(seq: number): Promise<void> {
    this.target = seq;
    if (this.holds(seq)) {
      this.changed.notify();
    } else {
      await this.load();
    }
  }

  /** Shows the end, which may be far away. */
  async goToEnd(): Promise<void> {
    this.target = null;
    if (this.timeline.hasNewer) {
      await this.load();
    }
  }

  /** Takes a message that arrived. */
  add(message: Message): void {
    if (!this.timeline.add(message)) {
      this.resume().catch(() => this.addLater(message)); // what is missing before it, and itself
    }
    this.changed.notify();
  }

  private addLater(message: Message): void {
    window.setTimeout(() => {
      if (!this.closed && this.client.socket.isConnected) {
        this.add(message);
      }
    }, PAUSE_MS);
  }

  /** Takes one that we sent, unless others before it are still to arrive: then it arrives as well. */
  addOwn(message: Message): void {
    this.timeline.add(message);
    this.changed.notify();
  }

  delete(messageId: number, at: string): void {
    this.timeline.delete(messageId, at);
    this.changed.notify();
  }

  restored(message: Message): void {
    this.timeline.restore(message.id, changedAt(message));
    this.timeline.insert(message);
    this.changed.notify();
  }

  /** A message is back of which only the position is known. */
  async restore({ id: messageId, seq, updatedAt }: MessageReference): Promise<void> {
    if (!this.timeline.restore(messageId, updatedAt) && this.timeline.covers(seq)) {
      await this.read(async () => {
        const [message] = await this.history({ before: seq + 1, limit: 1 });
        if (message?.id === messageId) {
          this.timeline.insert(message);
        }
      });
    }
    this.changed.notify();
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.pause);
  }

  private join(): Promise<{ readonly lastSeq: number }> {
    return this.client.socket.ask("join_conversation", { conversationId: this.id });
  }

  /** What is next to a position, oldest first; without those that were deleted. */
  private async history(query: Query<"listMessages">): Promise<Message[]> {
    return (await this.client.rest.messages(this.id, query)).messages.map(toMessage);
  }

  private async keepUp(work: () => Promise<void>): Promise<void> {
    try {
      await this.inTurn(work);
    } catch (problem) {
      if (Failure.of(problem).retryable) {
        throw problem;
      }
    }
  }

  /** Reads what comes near to being seen; after a failure, not before it has been told for a while. */
  private async readMore(work: () => Promise<void>): Promise<void> {
    if (this.reading > 0 || this.problem !== null || !this.client.socket.isConnected) {
      return;
    }
    await this.read(work);
  }

  private async read(work: () => Promise<void>): Promise<void> {
    this.problem = null;
    await this.inTurn(work).catch(() => {}); // it was told
  }

  /** Tells what went wrong; more is read by itself when the problem has been seen for a while. */
  private failed({ retryable, message, retryAfterMillis }: Failure): void {
    // Without a connection it is read as soon as there is one.
    if (!retryable || this.client.socket.isConnected) {
      this.problem = message;
    }
    if (retryable && this.timeline.loaded) {
      this.pause = window.setTimeout(() => {
        this.problem = null;
        this.changed.notify();
      }, retryAfterMillis ?? PAUSE_MS);
    }
  }

  /** One after the other; the events that come meanwhile count after it. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.reading++;
    window.clearTimeout(this.pause);
    const turn = this.turns.then(async () => {
      try {
        if (!this.closed) {
          await this.live.heldDuring(work);
          this.problem = null;
        }
      } catch (problem) {
        this.failed(Failure.of(problem));
        throw problem;
      } finally {
        this.reading--;
        this.changed.notify();
      }
    });
    this.turns = turn.catch(() => {});
    return turn;
  }
}
