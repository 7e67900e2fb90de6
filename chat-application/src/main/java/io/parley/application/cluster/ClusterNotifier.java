package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ChatNotifier;

/** Tells this node first, which waits for nobody, and then the others. */
public final class ClusterNotifier implements ChatNotifier {
  private final ChatNotifier here;
  private final ClusterPublisher others;

  /**
   * @param here what delivers on this node
   */
  public ClusterNotifier(ChatNotifier here, ClusterPublisher others) {
    this.here = here;
    this.others = others;
  }

  @Override
  public void publish(ChatEvent event) {
    here.publish(event);
    others.publish(event);
  }

  @Override
  public void uncertain(MessageDraft draft) {
    here.uncertain(draft);
    others.uncertain(draft);
  }

  @Override
  public void followed(Participants participants, Sequence upTo) {
    here.followed(participants, upTo);
  }
}
