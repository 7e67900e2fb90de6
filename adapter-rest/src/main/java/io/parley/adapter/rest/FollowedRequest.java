package io.parley.adapter.rest;

import io.parley.adapter.rest.RequestObserver.Answered;

/**
 * One request on its way over the threads, for whoever follows it. Thread-safe. Its methods must
 * not block, nor throw.
 */
public interface FollowedRequest {
  /** Whatever this thread does until the end of what comes back, it does for the request. */
  Stretch enter();

  /** Its answer is known, and given; called once, or not at all if it could not be given. */
  void answered(Answered answer);

  /** The server is done with it, whatever has become of its answer. */
  void ended();

  /** One that nobody follows. */
  static FollowedRequest byNobody() {
    return Unfollowed.INSTANCE;
  }

  /** A part of the way, on one thread; closed on that thread, the inner ones first. */
  interface Stretch extends AutoCloseable {
    @Override
    void close();
  }

  /** Makes nothing and does nothing. */
  enum Unfollowed implements FollowedRequest {
    INSTANCE;

    private static final Stretch NOTHING = () -> {};

    @Override
    public Stretch enter() {
      return NOTHING;
    }

    @Override
    public void answered(Answered answer) {}

    @Override
    public void ended() {}
  }
}
