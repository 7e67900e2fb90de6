package io.parley.application.message;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.MessageStore.Appended;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Stores a message, if it may be, and, once it is durable, tells both users.
 *
 * @since 0.1
 */
public final class SendMessage {
  private final MessageStore messages;
  private final ChatNotifier notifier;
  private final Optional<SendRules> rules;

  /** Everybody may write to everybody. */
  public SendMessage(MessageStore messages, ChatNotifier notifier) {
    this(messages, notifier, Optional.empty());
  }

  /**
   * @param rules are asked before a message is stored
   */
  public SendMessage(MessageStore messages, ChatNotifier notifier, Optional<SendRules> rules) {
    this.messages = messages;
    this.notifier = notifier;
    this.rules = rules;
  }

  /** As {@link #send(MessageDraft, Consumer)}, with nothing to do in between. */
  public CompletionStage<Appended> send(MessageDraft draft) {
    return send(draft, appended -> {});
  }

  /**
   * Sends without blocking. The messages of one conversation are announced in sequence order. A
   * repeat of a draft is answered with the first message and announced to nobody.
   *
   * @param beforeAnnouncement runs after the commit and before anybody is told: the place for a
   *     transport to acknowledge, or to subscribe the sender to a conversation that is new; must
   *     not block; if it throws, the stage fails with that
   * @return completes after the announcement; fails as {@link MessageStore#append} says, and with
   *     {@link ErrorCode#CHAT_NOT_ALLOWED} or {@link ErrorCode#MESSAGE_REFUSED} if the host's rules
   *     are against it and it is no repeat of what they have let pass
   */
  public CompletionStage<Appended> send(MessageDraft draft, Consumer<Appended> beforeAnnouncement) {
    return rules
        .map(
            asked ->
                asked.apply(
                    draft,
                    let -> append(let, beforeAnnouncement),
                    refusal -> refuse(draft, refusal, beforeAnnouncement)))
        .orElseGet(() -> append(draft, beforeAnnouncement));
  }

  private CompletionStage<Appended> append(
      MessageDraft draft, Consumer<Appended> beforeAnnouncement) {
    return messages
        .append(
            draft,
            appended -> {
              try {
                beforeAnnouncement.accept(appended);
              } finally {
                announce(appended, notifier);
              }
            })
        .whenComplete(
            (appended, failure) -> {
              if (failure != null && isOutcomeUnknown(failure)) {
                notifier.uncertain(draft);
              }
            });
  }

  private CompletionStage<Appended> refuse(
      MessageDraft draft, ChatException refusal, Consumer<Appended> beforeAnswer) {
    if (draft.clientMessageId().isEmpty()) {
      return CompletableFuture.failedStage(refusal);
    }
    return messages
        .refuse(draft, refusal)
        .thenApply(
            first -> {
              beforeAnswer.accept(first);
              return first;
            });
  }

  private static boolean isOutcomeUnknown(Throwable failure) {
    return ChatException.unwrap(failure) instanceof StoreUnavailableException unavailable
        && unavailable.isOutcomeUnknown();
  }

  /** A repeat was announced when it was the first. */
  static void announce(Appended appended, ChatNotifier notifier) {
    if (!appended.duplicate()) {
      notifier.publish(new MessageSent(appended.message()));
      notifier.publish(new ConversationUpdated(appended.state()));
    }
  }
}
