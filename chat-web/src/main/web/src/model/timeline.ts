import { changedAt, type Message } from "chat-client";

/** How many messages are held at a time; what is farther away is read again when it is needed. */
const MOST = 400;

/**
 * A stretch of a conversation's history: every message from its first to its last, in sequence. It grows
 * at both ends, and lets go of the far end when it becomes too long.
 */
export class Timeline {
  private stretch: Message[] = [];
  private readonly deleted = new Set<number>();
  private end = 0;
  /** Whether there may be more before and after what is held. */
  hasOlder = false;
  hasNewer = false;
  loaded = false;

  get messages(): readonly Message[] {
    return this.stretch;
  }

  get first(): number {
    return this.stretch[0]?.seq ?? 0;
  }

  /** Up to this position nothing is missing; the last messages before it may have been deleted. */
  get upTo(): number {
    return this.end;
  }

  isDeleted(message: Message): boolean {
    return this.deleted.has(message.id);
  }

  /** @param end the last position of the conversation; null if there is more after the messages */
  start(messages: readonly Message[], hasOlder: boolean, end: number | null): void {
    this.stretch = [];
    this.deleted.clear();
    this.end = 0;
    this.append(messages, end);
    this.hasOlder = hasOlder;
    this.loaded = true;
  }

  /** As if nothing had been read. */
  forget(): void {
    this.start([], false, 0);
    this.loaded = false;
  }

  prepend(messages: readonly Message[], hasOlder: boolean): void {
    this.merge(messages);
    this.hasOlder = hasOlder;
    if (this.stretch.length > MOST) {
      this.stretch.length = MOST;
      this.end = this.lastHeld();
      this.hasNewer = true;
    }
  }

  /** @param end as in {@link start} */
  append(messages: readonly Message[], end: number | null): void {
    this.merge(messages);
    this.hasNewer = end === null;
    this.end = Math.max(this.end, this.lastHeld(), end ?? 0);
    this.trimStart();
  }

  /** Takes a message at its place. False if something before it is missing: then it is not taken. */
  add(message: Message): boolean {
    if (!this.loaded || this.hasNewer || message.seq <= this.end) {
      this.insert(message);
      return true;
    }
    if (message.seq > this.end + 1) {
      return false;
    }
    this.append([message], message.seq);
    return true;
  }

  /** @param at when; undefined if a node of an older version tells it */
  delete(messageId: number, at: string | undefined): void {
    this.change(messageId, at, true);
  }

  /** Whether the message is held now; one that is not, though it belongs here, is to be read. */
  restore(messageId: number, at: string | undefined): boolean {
    return this.change(messageId, at, false);
  }

  /** Takes a change unless a later one is known. Whether the message is held. */
  private change(messageId: number, told: string | undefined, deleted: boolean): boolean {
    const index = this.stretch.findIndex((message) => message.id === messageId);
    const held = this.stretch[index];
    const at = held && (told ?? changedAt(held));
    if (held && at && at >= changedAt(held)) {
      this.stretch[index] = { ...held, updatedAt: at };
      if (deleted) {
        this.deleted.add(messageId);
      } else {
        this.deleted.delete(messageId);
      }
    }
    return held !== undefined;
  }

  /** Takes a message that was not held because it was deleted. */
  insert(message: Message): void {
    if (this.covers(message.seq)) {
      this.merge([message]);
    }
  }

  covers(seq: number): boolean {
    return this.loaded && (seq >= this.first || !this.hasOlder) && seq <= this.end;
  }

  private lastHeld(): number {
    return this.stretch[this.stretch.length - 1]?.seq ?? 0;
  }

  private trimStart(): void {
    if (this.stretch.length > MOST) {
      this.stretch = this.stretch.slice(-MOST);
      this.hasOlder = true;
    }
  }

  /** Whoever tells a whole message tells that it is not deleted. */
  private replace(index: number, held: Message, message: Message): void {
    if (changedAt(message) > changedAt(held)) {
      this.deleted.delete(held.id);
    }
    if (changedAt(message) >= changedAt(held)) {
      this.stretch[index] = message;
    }
  }

  private merge(messages: readonly Message[]): void {
    for (const message of messages) {
      let at = this.stretch.length;
      while (at > 0 && this.stretch[at - 1]!.seq > message.seq) {
        at--;
      }
      const held = this.stretch[at - 1];
      if (held?.seq === message.seq) {
        this.replace(at - 1, held, message);
      } else {
        this.stretch.splice(at, 0, message);
      }
    }
  }
}
