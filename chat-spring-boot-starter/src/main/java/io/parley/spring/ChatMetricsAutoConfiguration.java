package io.parley.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.server.ServedChat;
import io.parley.server.Workers;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The chat among the application's metrics, for an application that has Micrometer. */
@AutoConfiguration(after = ChatAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ServedChat.class)
public class ChatMetricsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "chatMeters")
  MeterBinder chatMeters(ServedChat chat, PostgresStores stores, Workers workers) {
    return new ChatMeters(chat, stores, workers);
  }
}
