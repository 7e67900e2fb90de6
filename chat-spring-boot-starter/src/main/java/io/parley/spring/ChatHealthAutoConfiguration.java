package io.parley.spring;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.server.ServedChat;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The chat in {@code /actuator/health}, for an application that has it. */
@AutoConfiguration(after = ChatAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(ServedChat.class)
@ConditionalOnEnabledHealthIndicator("chat")
public class ChatHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "chatHealthIndicator")
  ChatHealthIndicator chatHealthIndicator(ServedChat chat, PostgresStores stores) {
    return new ChatHealthIndicator(chat, stores);
  }
}
