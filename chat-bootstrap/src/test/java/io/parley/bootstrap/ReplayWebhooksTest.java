package io.parley.bootstrap;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.TestDatabase;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ConsumerOffsets;
import io.parley.domain.user.UserId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayWebhooksTest {
  private final TestDatabase database = TestDatabase.create();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    database.close();
  }

  private int run(String... args) {
    return Main.run(
        args,
        Map.of("DATABASE_URL", database.url()),
        Termination.onRequest(),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  @Test
  void givenNodeThatTells_whenReplayed_thenItLosesTheClaimAndTheNextBeginsThere() {
    assertThat(run("users", "add", "--username=ada", "--name=Ada")).isZero();
    assertThat(run("users", "add", "--username=ben", "--name=Ben")).isZero();
    try (PostgresStores stores = PostgresStores.open(database.config())) {
      for (String text : new String[] {"1", "2", "3"}) {
        await(stores.messages().append(MessageDraft.of(new UserId(1), new UserId(2), text)));
      }
      UUID node = UUID.randomUUID();
      Duration term = Duration.ofMinutes(1);
      ConsumerOffsets offsets = stores.offsets();
      offsets.claim(Webhooks.CONSUMER, node, stores.log().end(), term);

      assertThat(run("replay-webhooks", "--from=2")).isZero();

      assertThat(out.toString()).endsWith("The webhooks go on from message 2\n");
      assertThat(offsets.move(Webhooks.CONSUMER, node, stores.log().end())).isFalse();
      var position = offsets.claim(Webhooks.CONSUMER, node, stores.log().end(), term);
      assertThat(position.orElseThrow().message()).isEqualTo(1);
      assertThat(stores.log().contains(position.orElseThrow())).isTrue();
    }
  }

  @Test
  void givenNumberThatIsNoMessage_whenReplayed_thenItIsRefused() {
    assertThat(run("replay-webhooks", "--from=0")).isEqualTo(2);
    assertThat(err.toString()).contains("--from must be the id of a message: 1 or more");
  }
}
