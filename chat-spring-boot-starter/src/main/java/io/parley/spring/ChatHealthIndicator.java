package io.parley.spring;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.server.ServedChat;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How the chat fares, from memory: out of service while it stops. Whether the database answers is
 * known to the application's own indicator of it.
 */
final class ChatHealthIndicator implements HealthIndicator {
  private final ServedChat chat;
  private final PostgresStores stores;

  ChatHealthIndicator(ServedChat chat, PostgresStores stores) {
    this.chat = chat;
    this.stores = stores;
  }

  @Override
  public Health health() {
    Health.Builder health = chat.isAccepting() ? Health.up() : Health.outOfService();
    return health
        .withDetail("usersOnline", chat.connections().userCount())
        .withDetail("messagesWaiting", stores.statistics().waitingDrafts())
        .build();
  }
}
