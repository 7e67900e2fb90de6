package io.parley.server;

import java.util.concurrent.Executor;

/**
 * Runs what follows the commit of a group of messages so that it leaves in one write for each
 * socket. Stores take it when they are made, which is before the chat that it goes out through; as
 * long as there is none it just runs its tasks. Always on the calling thread.
 */
public final class Together implements Executor {
  private volatile Executor way = Runnable::run;

  @Override
  public void execute(Runnable task) {
    way.execute(task);
  }

  void through(Executor open) {
    way = open;
  }
}
