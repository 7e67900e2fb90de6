package io.parley.application.contact;

import io.parley.application.presence.Silence;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Stands between a notifier and what users do inside of conversations that they have: it lets
 * nothing pass between two of whom one has blocked the other. It asks the store for each event, so
 * it is for use cases that block anyway; if there is no answer, nobody is told.
 *
 * @since 0.1
 */
public final class QuietNotifier implements ChatNotifier {
  private static final System.Logger LOG = System.getLogger(QuietNotifier.class.getName());

  private final ChatNotifier out;
  private final Silence silence;

  public QuietNotifier(ChatNotifier out, Silence silence) {
    this.out = out;
    this.silence = silence;
  }

  @Override
  public void publish(ChatEvent event) {
    PairOf pairOf = new PairOf();
    event.accept(pairOf);
    if (pairOf.pair().filter(this::isSilent).isEmpty()) {
      out.publish(event);
    }
  }

  private boolean isSilent(Participants pair) {
    try {
      return !silence.among(Set.of(pair)).isEmpty();
    } catch (StoreUnavailableException unknown) {
      LOG.log(Level.DEBUG, "Nobody is told, for it is not known who is blocked", unknown);
      return true;
    }
  }

  @Override
  public void uncertain(MessageDraft draft) {
    out.uncertain(draft);
  }

  @Override
  public void followed(Participants participants, Sequence upTo) {
    out.followed(participants, upTo);
  }
}
