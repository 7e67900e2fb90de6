/** Tells views that something is different now; several changes of one moment are told once. */
export class Signal {
  private readonly listeners = new Set<() => void>();
  private pending = false;

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(): void {
    if (this.pending) {
      return;
    }
    this.pending = true;
    queueMicrotask(() => {
      this.pending = false;
      for (const listener of [...this.listeners]) {
        listener();
      }
    });
  }
}
