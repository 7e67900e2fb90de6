package io.parley.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.server.ServedChat;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an application gets that has a database. */
@Timeout(120)
class ChatOnPostgresTest {
  private static EmbeddedPostgres postgres;

  private final UUID ada = UUID.randomUUID();
  private final UUID ben = UUID.randomUUID();

  @BeforeAll
  static void open() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void close() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void empty() {
    JdbcClient database = JdbcClient.create(postgres.getPostgresDatabase());
    for (String name : List.of("one", "two")) {
      database.sql("DROP DATABASE IF EXISTS " + name).update();
      database.sql("CREATE DATABASE " + name).update();
    }
  }

  private static ApplicationContextRunner application(String database) {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                ChatAutoConfiguration.class,
                ChatHealthAutoConfiguration.class,
                ChatMetricsAutoConfiguration.class))
        .withBean(DataSource.class, () -> postgres.getDatabase("postgres", database))
        .withBean(Heard.class)
        .withPropertyValues(
            "parley.jwt.secret=a secret of a test that has 32 bytes or more",
            "parley.user-keys=uuid",
            "parley.users-script=classpath:chat-users.sql");
  }

  /** What was published as an event of the application. */
  static final class Heard implements ApplicationListener<PayloadApplicationEvent<MessageSent>> {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<MessageSent> event) {
      texts.add(event.getPayload().message().content().text());
    }
  }

  private void addAccounts(AssertableApplicationContext context) {
    JdbcClient database = JdbcClient.create(context.getBean(DataSource.class));
    database.sql("INSERT INTO accounts VALUES (?, 'Ada'), (?, 'Ben')").params(ada, ben).update();
  }

  private static UserId number(AssertableApplicationContext context, UUID account) {
    return context.getBean(UserKeys.class).assign(new UserKey(account.toString()));
  }

  private void send(AssertableApplicationContext context, String text) throws Exception {
    context
        .getBean(ServedChat.class)
        .sendMessage()
        .send(MessageDraft.of(number(context, ada), number(context, ben), text))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void givenTwoApplicationsOfOneProcess_whenPeopleChatInBoth_thenTheyNeverMeet() {
    application("one")
        .run(
            one ->
                application("two")
                    .run(
                        two -> {
                          addAccounts(one);
                          addAccounts(two);
                          send(one, "in one");
                          send(two, "in two");

                          assertThat(one.getBean(Heard.class).texts).containsExactly("in one");
                          assertThat(two.getBean(Heard.class).texts).containsExactly("in two");
                        }));
  }

  @Test
  void givenUsersScript_whenTheApplicationStartsAgain_thenUsersKeepTheirNumbers() {
    UserId[] before = new UserId[1];
    application("one")
        .run(
            context -> {
              addAccounts(context);
              before[0] = number(context, ada);
            });

    application("one")
        .run(
            context -> {
              assertThat(number(context, ada)).isEqualTo(before[0]);
              send(context, "still here");
              assertThat(context.getBean(Heard.class).texts).containsExactly("still here");
            });
  }

  @Test
  void givenContextThatPauses_whenItGoesOn_thenTheChatHasBeenOpenAllTheTime() {
    application("one")
        .run(
            context -> {
              var lifecycle = context.getBean(LifecycleProcessor.class);
              lifecycle.onPause();
              boolean accepting = context.getBean(ServedChat.class).isAccepting();
              lifecycle.onRestart();

              assertThat(accepting).isTrue();
            });
  }

  @Test
  void givenSavepointThatIsRolledBack_whenTheOthersAreCommitted_thenOnlyTheseAreAnnounced() {
    application("one")
        .run(
            context -> {
              addAccounts(context);
              UserId from = number(context, ada);
              UserId to = number(context, ben);
              TransactionalChat chat = context.getBean(TransactionalChat.class);
              var outer =
                  new TransactionTemplate(
                      new DataSourceTransactionManager(context.getBean(DataSource.class)));
              outer.executeWithoutResult(
                  status -> {
                    chat.send(MessageDraft.of(from, to, "first"));
                    Object savepoint = status.createSavepoint();
                    chat.send(MessageDraft.of(from, to, "taken back"));
                    status.rollbackToSavepoint(savepoint);
                    chat.send(MessageDraft.of(from, to, "second"));
                  });

              var heard = context.getBean(Heard.class).texts;
              assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
              assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
            });
  }

  @Test
  void givenMicrometer_whenMeasured_thenItHasWhatTheDocumentOfTheMetricsNames() throws Exception {
    String documented = Files.readString(Path.of("..", "docs", "metrics.md"));
    application("one")
        .run(
            context -> {
              var registry = new SimpleMeterRegistry();
              context.getBean(MeterBinder.class).bindTo(registry);

              assertThat(registry.get("chat.users.online").gauge().value()).isZero();
              assertThat(registry.get("chat.sockets.opened").functionCounter().count()).isZero();
              assertThat(registry.getMeters())
                  .extracting(Meter::getId)
                  .allSatisfy(
                      id -> assertThat(documented).contains(id.getName().replace('.', '_')));
            });
  }

  @Test
  void givenActuator_whenItsHealthIsAsked_thenTheChatIsUp() {
    application("one")
        .run(
            context ->
                assertThat(
                        context.getBean(ChatHealthIndicator.class).health().getStatus().getCode())
                    .isEqualTo("UP"));
  }
}
