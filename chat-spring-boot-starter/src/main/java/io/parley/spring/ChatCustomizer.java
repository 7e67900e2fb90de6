package io.parley.spring;

import io.parley.server.ServedChat;

/** A bean that sets what no property does, such as limits, before the chat opens. */
@FunctionalInterface
public interface ChatCustomizer {
  void customize(ServedChat.Builder chat);
}
