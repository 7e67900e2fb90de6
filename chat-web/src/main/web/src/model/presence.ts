import { Signal } from "./signal";

/** How long "is typing" holds when nothing more is heard. */
const TYPING_MS = 6_000;

/** Who is there, and who is typing: facts that nobody stores. */
export class Presence {
  readonly changed = new Signal();
  private readonly online = new Set<number>();
  private readonly lastSeen = new Map<number, string>();
  private readonly typing = new Map<number, number>();

  isOnline(userId: number): boolean {
    return this.online.has(userId);
  }

  /** When somebody who is away left, if we have seen it. */
  lastSeenOf(userId: number): string | null {
    return this.lastSeen.get(userId) ?? null;
  }

  isTyping(userId: number): boolean {
    return this.typing.has(userId);
  }

  /** All at once, for those that were asked about. */
  put(asked: readonly number[], online: readonly number[]): void {
    asked.forEach((userId) => this.online.delete(userId));
    online.forEach((userId) => this.online.add(userId));
    this.changed.notify();
  }

  cameOnline(userId: number): void {
    this.online.add(userId);
    this.changed.notify();
  }

  wentOffline(userId: number, at: string): void {
    this.online.delete(userId);
    this.lastSeen.set(userId, at);
    this.stoppedTyping(userId);
    this.changed.notify();
  }

  startedTyping(userId: number): void {
    window.clearTimeout(this.typing.get(userId));
    this.typing.set(userId, window.setTimeout(() => this.stoppedTyping(userId), TYPING_MS));
    this.changed.notify();
  }

  stoppedTyping(userId: number): void {
    window.clearTimeout(this.typing.get(userId));
    if (this.typing.delete(userId)) {
      this.changed.notify();
    }
  }

  /** Without a connection nothing is known. */
  forget(): void {
    this.online.clear();
    [...this.typing.keys()].forEach((userId) => this.stoppedTyping(userId));
    this.changed.notify();
  }
}
