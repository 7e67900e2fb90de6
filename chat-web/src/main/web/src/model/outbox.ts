import { Failure, type Message, newClientMessageId } from "chat-client";
import { Signal } from "./signal";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** A message that is not known to be stored yet. */
export interface Draft {
  readonly clientMessageId: string;
  readonly receiverId: number;
  readonly content: string;
  readonly attachmentUrl: string | null;
  readonly createdAt: string;
  /** Why it was refused for good; null while it is being sent. */
  problem: string | null;
}

/**
 * Sends messages in order, each until it is acknowledged or refused for good. A repeat has the same
 * `clientMessageId`, so that the server stores it once however often it comes; and it is kept over a
 * reload of the page.
 */
export class Outbox {
  readonly changed = new Signal();
  private drafts: Draft[];
  private sending = false;

  /**
   * @param userId whose messages they are
   * @param isConnected whether it makes sense to try
   * @param send fails with a {@link Failure}
   * @param onStored is told of each message that was stored
   */
  constructor(
    private readonly userId: number,
    private readonly isConnected: () => boolean,
    private readonly send: (draft: Draft) => Promise<Message>,
    private readonly onStored: (message: Message) => void,
  ) {
    this.drafts = JSON.parse(sessionStorage.getItem(this.key()) ?? "[]") as Draft[];
  }

  to(receiverId: number): readonly Draft[] {
    return this.drafts.filter((draft) => draft.receiverId === receiverId);
  }

  add(receiverId: number, content: string, attachmentUrl: string | null): void {
    this.drafts.push({
      clientMessageId: newClientMessageId(),
      receiverId,
      content,
      attachmentUrl,
      createdAt: new Date().toISOString(),
      problem: null,
    });
    this.keep();
    void this.flush();
  }

  /** Tries a message again that was refused. */
  retry(draft: Draft): void {
    draft.problem = null;
    this.keep();
    void this.flush();
  }

  /** Lets go of a message: it is stored, or nobody wants it any more. */
  remove(clientMessageId: string | null): void {
    const rest = this.drafts.filter((draft) => draft.clientMessageId !== clientMessageId);
    if (rest.length < this.drafts.length) {
      this.drafts = rest;
      this.keep();
    }
  }

  /** Sends what waits; to be called whenever there is a connection again. */
  async flush(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    let pause = FIRST_PAUSE_MS;
    for (let draft = this.next(); draft && this.isConnected(); draft = this.next()) {
      try {
        const message = await this.send(draft);
        this.remove(draft.clientMessageId);
        this.onStored(message);
        pause = FIRST_PAUSE_MS;
      } catch (problem) {
        const failure = Failure.of(problem);
        if (!failure.retryable) {
          draft.problem = failure.message;
          this.keep();
        } else if (this.isConnected()) {
          await new Promise((done) => setTimeout(done, failure.retryAfterMillis ?? pause));
          pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
      }
    }
    this.sending = false;
  }

  private next(): Draft | undefined {
    return this.drafts.find((draft) => draft.problem === null);
  }

  private keep(): void {
    sessionStorage.setItem(this.key(), JSON.stringify(this.drafts));
    this.changed.notify();
  }

  private key(): string {
    return `chat.outbox.${this.userId}`;
  }
}
