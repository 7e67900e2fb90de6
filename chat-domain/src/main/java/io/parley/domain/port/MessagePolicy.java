package io.parley.domain.port;

import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The host's look at each message before it is stored: it may refuse it, have another text stored,
 * or attach a flag. Thread-safe.
 *
 * <p>A repeat of a message is looked at as well, and is a repeat only if the same text comes out of
 * it: a rule had better say the same of the same draft. The flag is that of the first.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MessagePolicy {
  /**
   * Looks at a message. Does not block: a rule that takes its time completes its stage later.
   *
   * @return completes with what is to become of the message; a stage that fails, or takes too long,
   *     says nothing, and {@link WhenSilent} decides
   */
  CompletionStage<Verdict> review(MessageDraft draft);

  /** Every message is stored as it is. */
  static MessagePolicy none() {
    return draft -> CompletableFuture.completedStage(Verdict.store(draft.content()));
  }

  /** What is to become of a message. */
  sealed interface Verdict {
    /** It is stored with a content, which may be its own. */
    static Verdict store(MessageContent content) {
      return new Store(content, Optional.empty());
    }

    /** It is stored with a content, which may be its own, and a flag for the host. */
    static Verdict store(MessageContent content, MessageFlag flag) {
      return new Store(content, Optional.of(flag));
    }

    /**
     * It is not stored.
     *
     * @param reason in one sentence: the client is told it
     */
    static Verdict refuse(String reason) {
      return new Refuse(reason);
    }
  }

  /**
   * A message is stored with this content.
   *
   * @param flag empty leaves that of the draft, if it has one
   */
  record Store(MessageContent content, Optional<MessageFlag> flag) implements Verdict {}

  /** A message is not stored, and the client is told why. */
  record Refuse(String reason) implements Verdict {}

  /** What becomes of a message of which the policy says nothing. */
  enum WhenSilent {
    /** It is refused, and may be sent again. */
    REFUSE,
    /** It is stored as it is. */
    STORE
  }
}
