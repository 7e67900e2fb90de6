package io.parley.adapter.websocket.event;

/**
 * Is told how the events of clients fare, for whoever counts. Its methods are called on the hot
 * path: they must not block, nor throw.
 */
public interface EventObserver {
  /** What stands for all events that have no handler: their names are made up by clients. */
  String UNKNOWN = "unknown";

  /**
   * An event has arrived, within its user's limits. Whatever this thread does until the end of what
   * comes back, it does for the event; the answer may come later, and from another thread.
   *
   * @param event one that has a handler
   */
  default Stretch arrived(String event) {
    return Stretch.UNOBSERVED;
  }

  /**
   * An event was answered, one way or the other; not told of one that was refused before it was
   * looked at.
   *
   * @param nanos from its arrival to its answer
   */
  void answered(String event, long nanos);

  /**
   * An event was refused before it has {@link #arrived}.
   *
   * @param event the name of a client event, or {@link #UNKNOWN}
   * @param code what the client was told
   */
  void refused(String event, String code);

  /**
   * An event that has arrived was refused, or failed.
   *
   * @param event the name of a client event
   * @param code what the client was told
   */
  void failed(String event, String code);

  /**
   * A socket was not let in.
   *
   * @param code why, such as {@code invalid_token}
   */
  void connectRefused(String code);

  /** A join has brought messages that its client had missed. */
  void caughtUp(int messages);

  /** More happened during a join than could wait for it: its client reads anew. */
  void joinOverrun();

  /** What one thread does for an event; closed on that thread. */
  @FunctionalInterface
  interface Stretch {
    /** Makes nothing and does nothing. */
    Stretch UNOBSERVED = () -> {};

    void close();
  }

  /** One that does not care. */
  static EventObserver none() {
    return new EventObserver() {
      @Override
      public void answered(String event, long nanos) {}

      @Override
      public void refused(String event, String code) {}

      @Override
      public void failed(String event, String code) {}

      @Override
      public void connectRefused(String code) {}

      @Override
      public void caughtUp(int messages) {}

      @Override
      public void joinOverrun() {}
    };
  }
}
