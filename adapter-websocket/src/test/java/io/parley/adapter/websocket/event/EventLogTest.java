package io.parley.adapter.websocket.event;

import static io.parley.adapter.websocket.event.ChatClient.data;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged of sockets and their events, to those who look closely. */
class EventLogTest {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger(EventLogTest.class.getPackageName());
  private final Lines lines = new Lines();
  private final ChatFixture chat = new ChatFixture();

  /** A line, and what it names. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      String fields =
          event.getKeyValuePairs() == null
              ? ""
              : event.getKeyValuePairs().stream()
                  .map(pair -> " " + pair.key + "=" + pair.value)
                  .collect(Collectors.joining());
      texts.add(event.getFormattedMessage() + fields);
    }
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void close() {
    chat.close();
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void givenSocket_whenItIsLetInAndRefused_thenTheLinesNameSocketUserAndEvent() {
    ChatClient alice = chat.connect(ALICE);
    data(alice.callJson("send_message", "{'receiverId':2,'content':'secret'}"));
    alice.callJson("send_message", "{'receiverId':1,'content':'secret'}");
    alice.callJson("no_such_event", "{'content':'secret'}");

    assertThat(lines.texts).hasSize(3).noneMatch(line -> line.contains("secret"));
    assertThat(lines.texts.get(0)).matches("connected socketId=\\S+ userId=1");
    assertThat(lines.texts.get(1))
        .matches("event refused: message_to_self socketId=\\S+ userId=1 event=send_message");
    assertThat(lines.texts.get(2))
        .matches("event refused: unknown_event socketId=\\S+ userId=1 event=no_such_event");
  }

  @Test
  void givenTokenThatIsNone_whenConnecting_thenTheLineNamesTheSocketAndNotTheToken() {
    try (ChatClient stranger = new ChatClient(chat.port(), "none-such")) {
      assertThat(stranger.connectRefused()).isEqualTo("Authentication error: Invalid token");
    }

    assertThat(lines.texts)
        .singleElement()
        .asString()
        .matches("not let in: invalid_token socketId=\\S+");
  }
}
