/**
 * Keeps events back while a snapshot is read that may be older than they are: what is applied last
 * must be what is newer.
 */
export class LiveEvents {
  private readers = 0;
  private kept: (() => void)[] = [];

  /** Applies an event, now or once no snapshot is being read. */
  deliver(apply: () => void): void {
    if (this.readers > 0) {
      this.kept.push(apply);
    } else {
      apply();
    }
  }

  /** @param work reads a snapshot and applies it */
  async heldDuring<T>(work: () => Promise<T>): Promise<T> {
    this.readers++;
    try {
      return await work();
    } finally {
      this.readers--;
      if (this.readers === 0) {
        const kept = this.kept;
        this.kept = [];
        kept.forEach(applyAlone);
      }
    }
  }
}

/** An event that cannot be applied keeps no other one back. */
function applyAlone(apply: () => void): void {
  try {
    apply();
  } catch (problem) {
    console.error(problem);
  }
}
