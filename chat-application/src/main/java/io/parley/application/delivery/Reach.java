package io.parley.application.delivery;

import io.parley.domain.conversation.Participants;
import io.parley.domain.port.MessageHistory.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/** The conversations whose events arrive in this process. */
public interface Reach {
  /**
   * That of a process which is the whole chat: every event is born here, and those of a
   * conversation in the order of their commits.
   */
  static Reach whole() {
    return new Reach() {
      @Override
      public boolean isWhole() {
        return true;
      }

      @Override
      public OptionalLong since(Participants pair) {
        return OptionalLong.of(Long.MIN_VALUE);
      }

      @Override
      public Optional<Snapshot> before(Participants pair) {
        return Optional.empty();
      }
    };
  }

  /** Whether there are no other processes. */
  boolean isWhole();

  /**
   * Since when everything that happens between the two arrives here, without a break, by the clock
   * of {@link System#nanoTime}; empty if it does not, for none of them has a connection here.
   */
  OptionalLong since(Participants pair);

  /**
   * What was stored when that began, and is read by whoever connects here; empty if that is not
   * known.
   */
  Optional<Snapshot> before(Participants pair);
}
