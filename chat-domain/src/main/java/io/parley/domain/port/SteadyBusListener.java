package io.parley.domain.port;

import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Keeps what a listener throws away from the bus that calls it, whose thread or connection it would
 * end. A frame that the listener could not take is a frame that was lost: it is told of an
 * interruption, and that the bus is restored once a beat has passed without a failure. So a
 * listener that always fails is one long interruption, which is logged once. Thread-safe if the
 * listener is; never throws.
 *
 * @since 0.1
 */
public final class SteadyBusListener implements ClusterBus.Listener {
  private static final System.Logger LOG = System.getLogger(SteadyBusListener.class.getName());

  private final ClusterBus.Listener listener;

  /** Whether the listener was told of an interruption that is of its own making. */
  private boolean failing;

  private boolean failedInThisBeat;

  /**
   * @param listener gets everything
   */
  public SteadyBusListener(ClusterBus.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void received(byte[] frame) {
    try {
      listener.received(frame);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** Something that was for the listener could not be taken, or not even read. */
  public synchronized void failed(Throwable failure) {
    failedInThisBeat = true;
    if (!failing) {
      failing = true;
      LOG.log(Level.ERROR, "What another node sent could not be taken", failure);
      tell(() -> listener.interrupted("What another node sent could not be taken: " + failure));
    }
  }

  @Override
  public synchronized void interrupted(String reason) {
    failing = false; // restored() will follow
    tell(() -> listener.interrupted(reason));
  }

  @Override
  public synchronized void restored() {
    failing = !tell(listener::restored);
    failedInThisBeat = failing;
  }

  @Override
  public void missed(Duration time) {
    if (!tell(() -> listener.missed(time))) {
      failed(new IllegalStateException("what another node could not send was not looked for"));
    }
  }

  /** To be called at every beat of a bus that is connected. */
  public synchronized void settle() {
    if (failing && !failedInThisBeat) {
      restored();
    }
    failedInThisBeat = false;
  }

  private static boolean tell(Runnable news) {
    try {
      news.run();
      return true;
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A node could not be told of the state of the bus", e);
      return false;
    }
  }
}
