package io.parley.adapter.lucene;

import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;

/** When a search is to give up. */
final class Deadline {
  private final Duration limit;
  private final long at;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.at = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /**
   * Goes on if there is time left.
   *
   * @throws StoreUnavailableException if not
   */
  void check() {
    if (System.nanoTime() - at >= 0) {
      throw new StoreUnavailableException(
          "The search took longer than " + limit.toMillis() + " ms");
    }
  }
}
