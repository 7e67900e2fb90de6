package io.parley.spring;

import io.parley.server.ServedChat;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the sockets to come back before the server stops to take requests, so that they find
 * another node; the chat itself is closed with its bean, after the server. It does not open again:
 * a context that was stopped is of no use to it.
 */
final class ChatLifecycle implements SmartLifecycle {
  /** Before the graceful shutdown of the server, which waits for requests. */
  private static final int PHASE = DEFAULT_PHASE - 512;

  private final ServedChat chat;
  private volatile boolean running;

  ChatLifecycle(ServedChat chat) {
    this.chat = chat;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    chat.disconnect();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The sockets of a context that only pauses stay, as its server does. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
