package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is said of a message that the database does not take: whose it is, not what is in it. */
class RefusedMessageLogTest {
  private final PostgresFixture fixture = new PostgresFixture();
  private final Logger logger = (Logger) LoggerFactory.getLogger(GroupCommit.class);
  private final Lines lines = new Lines();

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }

  @BeforeEach
  void refuse() {
    fixture
        .database()
        .run(
            "ALTER TABLE chat.messages ADD CONSTRAINT of_this_test"
                + " CHECK (content NOT LIKE 'unfit%') NOT VALID");
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void close() {
    logger.detachAppender(lines);
    MDC.clear();
    fixture.database().run("ALTER TABLE chat.messages DROP CONSTRAINT of_this_test");
    fixture.close();
  }

  @Test
  void givenMessageThatTheDatabaseRefuses_whenLogged_thenItsRequestIsNamedAndItsTextIsNot() {
    Message first = fixture.stores().send(aDraft().from(ALICE).to(BOB));
    MDC.put("requestId", "r-17");

    assertThatThrownBy(
            () ->
                await(
                    fixture
                        .postgres()
                        .messages()
                        .append(
                            aDraft()
                                .from(ALICE)
                                .to(BOB)
                                .in(first.conversation())
                                .saying("unfit secret")
                                .build())))
        .isInstanceOf(InvalidValueException.class);

    assertThat(lines.events)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getKeyValuePairs())
                  .extracting(pair -> pair.key + "=" + pair.value)
                  .containsExactly(
                      "requestId=r-17",
                      "userId=1",
                      "conversationId=" + first.conversation().value());
              assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy()))
                  .contains("of_this_test")
                  .doesNotContain("secret");
            });
  }
}
