package io.parley.domain.port;

import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Carries frames between the nodes of a cluster, for live delivery: best effort. A frame may be
 * lost, come twice, late, or out of order; what has to be certain is read from the store. A node
 * receives frames for the users that it has subscribed to, and its own frames as well, if they are
 * for such users. Thread-safe; no method blocks.
 *
 * @since 0.1
 */
public interface ClusterBus extends AutoCloseable {
  /** Says who receives frames. To be called once, before anything else. */
  void listen(Listener listener);

  /** Bytes that a frame may have. */
  int maxFrameBytes();

  /**
   * Sends frames, in their order, each to the nodes that have subscribed to one of its users; a
   * node that has subscribed to several may get it as often. Frames that leave at the same time
   * should be given at once, which may be cheaper. Never fails: what cannot be sent is lost, and
   * the other nodes are told so with {@link Listener#missed} as soon as they can be.
   *
   * @throws IllegalArgumentException if a frame is larger than {@link #maxFrameBytes}
   */
  void publish(List<Frame> frames);

  /** As {@link #publish(List)}, with one frame. */
  default void publish(Set<UserId> users, byte[] frame) {
    publish(List.of(new Frame(users, frame)));
  }

  /**
   * Begins to receive what is for a user.
   *
   * @return completes, never with a failure, when whatever is published from now on arrives here;
   *     or when that is not to be had for now, and {@link Listener#restored} will follow
   */
  CompletionStage<Void> subscribe(UserId user);

  /** Ends what {@link #subscribe} began. Calls for one user take effect in their order. */
  void unsubscribe(UserId user);

  /** How many frames wait to be sent, for monitoring; 0 if none ever does. */
  default int waitingFrames() {
    return 0;
  }

  /** How many frames could not be sent since the bus was made, for monitoring. */
  default long droppedFrames() {
    return 0;
  }

  @Override
  void close();

  /**
   * What crosses the bus.
   *
   * @param users whom it concerns; at least one
   * @param bytes not to be changed any more
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(Set<UserId> users, byte[] bytes) {}

  /** Who receives frames. Thread-safe; its methods do not block. */
  interface Listener {
    /** Stands in before somebody listens. */
    static Listener nobody() {
      return new Listener() {
        @Override
        public void received(byte[] frame) {}

        @Override
        public void interrupted(String reason) {}

        @Override
        public void restored() {}
      };
    }

    void received(byte[] frame);

    /**
     * The bus is gone: frames are being lost until it is {@link #restored}.
     *
     * @param reason for the log
     */
    void interrupted(String reason);

    /** All subscriptions are in place, but frames may have been lost before. */
    void restored();

    /**
     * Another node, or this one, could not send what it had to.
     *
     * @param time how long ago it began to lose frames, zero or more
     */
    default void missed(Duration time) {
      restored();
    }
  }
}
