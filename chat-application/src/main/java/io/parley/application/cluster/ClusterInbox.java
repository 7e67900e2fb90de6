package io.parley.application.cluster;

import io.parley.application.delivery.OrderedDelivery;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ClusterBus;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Takes what the other nodes tell, and has it delivered here. What comes again, or from a node of a
 * version that cannot be read, is dropped.
 */
public final class ClusterInbox implements ClusterBus.Listener {
  private static final System.Logger LOG = System.getLogger(ClusterInbox.class.getName());

  /** Nodes that are remembered, those that have been heard of last: many more than there are. */
  private static final int MAX_ORIGINS = 1_000;

  private final OrderedDelivery delivery;
  private final long self;
  private final ClusterRepair repair;
  private final Executor together;
  private final Hints hints;
  private boolean warned;

  private final Map<Long, ReplayWindow> origins =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ReplayWindow> eldest) {
          return size() > MAX_ORIGINS;
        }
      };

  /**
   * @param self names this node, as in its {@link ClusterPublisher}
   * @param together runs what delivers a frame, on the calling thread
   */
  public ClusterInbox(
      OrderedDelivery delivery, long self, ClusterRepair repair, Executor together) {
    this.delivery = delivery;
    this.self = self;
    this.repair = repair;
    this.together = together;
    this.hints =
        new Hints() {
          @Override
          public void look(Participants pair) {
            delivery.look(pair);
          }

          @Override
          public void changed(Participants pair, Optional<MessageId> message) {
            repair.changed(pair, message);
          }
        };
  }

  @Override
  public void received(byte[] bytes) {
    try {
      FrameReader frame = new FrameReader(bytes);
      if (frame.origin() != self && isNew(frame)) {
        together.execute(() -> frame.read(delivery, hints));
      }
    } catch (IllegalArgumentException unreadable) {
      warn(unreadable);
    }
  }

  private synchronized boolean isNew(FrameReader frame) {
    return origins
        .computeIfAbsent(frame.origin(), node -> new ReplayWindow())
        .isNew(frame.number());
  }

  private synchronized void warn(IllegalArgumentException unreadable) {
    if (!warned) { // others will follow, and it would be the same each time
      LOG.log(Level.WARNING, "Another node sends what cannot be read here", unreadable);
      warned = true;
    }
  }

  @Override
  public void interrupted(String reason) {
    repair.interrupted(reason);
  }

  @Override
  public void restored() {
    repair.restored();
  }

  @Override
  public void missed(Duration time) {
    repair.missed(time);
  }
}
