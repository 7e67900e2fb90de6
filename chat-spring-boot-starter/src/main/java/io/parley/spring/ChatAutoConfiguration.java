package io.parley.spring;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.application.user.NumberKeys;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserKeyForm;
import io.parley.server.ServedChat;
import io.parley.server.Together;
import io.parley.server.Workers;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * A chat on the application's database, mounted on its Jetty. It is there if the application has
 * one {@link DataSource} and Jetty; {@code parley.enabled=false} turns it off.
 */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(JettyServletWebServerFactory.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnProperty(prefix = "parley", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ChatProperties.class)
public class ChatAutoConfiguration {
  @Bean
  Together chatTogether() {
    return new Together();
  }

  /** After the application's own tables, of which the chat's users may be a view. */
  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  PostgresStores chatStores(DataSource database, Together together, ChatProperties properties) {
    var users = Optional.ofNullable(properties.usersScript()).map(UsersScript::new);
    if (properties.migrate()) {
      users.ifPresent(script -> script.beforeMigration(database));
      int unused = SchemaMigration.migrate(database);
    }
    users.ifPresent(script -> script.afterMigration(database));
    return PostgresStores.open(database, together);
  }

  /** Threads of the chat, and of tokens whose users have to be looked up. */
  @Bean
  @ConditionalOnMissingBean
  Workers chatWorkers() {
    return new Workers();
  }

  /** The numbers of the users' keys, for the application as well. */
  @Bean
  @ConditionalOnMissingBean
  UserKeys chatUserKeys(PostgresStores stores, ChatProperties properties) {
    return properties.userKeys() == UserKeyForm.NUMBER ? new NumberKeys() : stores.userKeys();
  }

  @Bean
  @ConditionalOnMissingBean
  TokenVerifier chatTokens(ChatProperties properties, UserKeys keys, Workers workers) {
    return TokensOfProperties.verifier(properties, keys, workers.blocking());
  }

  @Bean
  @ConditionalOnMissingBean
  ServedChat chat(
      PostgresStores stores,
      TokenVerifier tokens,
      UserKeys keys,
      Workers workers,
      Together together,
      ChatProperties properties,
      ApplicationEventPublisher events,
      ObjectProvider<ChatCustomizer> customizers) {
    ServedChat.Builder builder =
        ServedChat.on(stores, tokens)
            .workers(workers)
            .together(together)
            .userKeys(properties.userKeys(), keys)
            .under(properties.path())
            .origins(properties.origins());
    if (properties.events()) {
      builder.listener(events::publishEvent);
    }
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.open();
  }

  @Bean
  @ConditionalOnMissingBean
  TransactionalChat transactionalChat(DataSource database, ServedChat chat, PostgresStores stores) {
    return new TransactionalChat(database, chat.sendWithin(stores.transactions()));
  }

  @Bean
  ChatLifecycle chatLifecycle(ServedChat chat) {
    return new ChatLifecycle(chat);
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> chatMount(ServedChat chat) {
    return factory -> factory.addServerCustomizers(server -> server.insertHandler(chat.handler()));
  }
}
