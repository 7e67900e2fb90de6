const REPEAT_MS = 3_000;
const IDLE_MS = 4_000;

/** Tells that the user is typing: not with each key, and not for longer than he does. */
export class OwnTyping {
  private toldAt = 0;
  private idle: number | undefined;

  /** @param tell true when he types, false when he has stopped */
  constructor(private readonly tell: (typing: boolean) => void) {}

  key(): void {
    const now = Date.now();
    if (now - this.toldAt > REPEAT_MS) {
      this.toldAt = now;
      this.tell(true);
    }
    window.clearTimeout(this.idle);
    this.idle = window.setTimeout(() => this.stop(), IDLE_MS);
  }

  stop(): void {
    window.clearTimeout(this.idle);
    if (this.toldAt !== 0) {
      this.toldAt = 0;
      this.tell(false);
    }
  }
}
