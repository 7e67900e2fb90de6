package io.parley.application.presence;

import io.parley.application.conversation.ConversationAccess;
import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent.TypingChanged;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.presence.TypingSignal;

/**
 * Tells the other side that somebody began or stopped to type.
 *
 * @since 0.1
 */
public final class SignalTyping {
  private final ConversationAccess access;
  private final ChatNotifier notifier;

  public SignalTyping(ConversationAccess access, ChatNotifier notifier) {
    this.access = access;
    this.notifier = notifier;
  }

  /**
   * Passes the signal on.
   *
   * @throws io.parley.domain.error.ChatException {@link
   *     io.parley.domain.error.ErrorCode#CONVERSATION_NOT_FOUND} for whoever is not in it
   */
  public void signal(TypingSignal signal) {
    Participants participants = access.require(signal.conversation(), signal.user());
    notifier.publish(new TypingChanged(signal, participants));
  }
}
