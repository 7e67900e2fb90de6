package io.parley.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the guide for Android shows. */
@Timeout(120)
class AndroidChatTest {
  @Test
  void givenTwoApplications_whenTheirUsersChat_thenEachHearsTheOther() throws Exception {
    try (TestServer server = TestServer.start()) {
      String url = server.address().toString();
      Heard byOne = new Heard();
      Heard byTwo = new Heard();
      AndroidChat one = new AndroidChat(url, server.token(1), byOne);
      AndroidChat two = new AndroidChat(url, server.token(2), byTwo);
      one.connect();
      two.connect();
      try {
        byOne.next("connected");
        byTwo.next("connected");

        UUID clientMessageId = UUID.randomUUID();
        one.send(2, "Hello there", clientMessageId, byOne.answer());
        long conversation = byOne.next("answer").getJSONObject("data").getLong("conversationId");
        assertThat(byOne.next("arrived").getString("content")).isEqualTo("Hello there");
        assertThat(byTwo.next("notified").getLong("conversationId")).isEqualTo(conversation);

        two.open(conversation, 0, byTwo.answer());
        JSONObject history = byTwo.next("answer").getJSONObject("data");
        assertThat(history.getJSONArray("messages").length()).isEqualTo(1);
        two.markRead(conversation);
        one.send(2, "Hello there", clientMessageId, byOne.answer());
        assertThat(byOne.next("answer").getJSONObject("data").getLong("seq")).isEqualTo(1);
        one.renew(server.token(1));
        one.send(2, "Still there?", UUID.randomUUID(), byOne.answer());
        assertThat(byOne.next("answer").getJSONObject("data").getLong("seq")).isEqualTo(2);
        assertThat(byTwo.next("arrived").getString("content")).isEqualTo("Still there?");
      } finally {
        one.close();
        two.close();
      }
    }
  }

  @Test
  void givenATokenThatIsNone_whenConnecting_thenTheApplicationLearnsWhy() throws Exception {
    try (TestServer server = TestServer.start()) {
      Heard heard = new Heard();
      AndroidChat chat = new AndroidChat(server.address().toString(), "nonsense", heard);

      chat.connect();

      assertThat(heard.next("refused").getString("reason"))
          .isEqualTo("Authentication error: Invalid token");
      chat.close();
    }
  }

  /** Keeps what an application is told. */
  private static final class Heard implements AndroidChat.Listener {
    private final Map<String, BlockingQueue<JSONObject>> told = new ConcurrentHashMap<>();

    @Override
    public void connected() {
      queue("connected").add(new JSONObject());
    }

    @Override
    public void refused(String reason) {
      queue("refused").add(new JSONObject(Map.of("reason", reason)));
    }

    @Override
    public void arrived(JSONObject message) {
      queue("arrived").add(message);
    }

    @Override
    public void notified(JSONObject notification) {
      queue("notified").add(notification);
    }

    Ack answer() {
      return arguments -> queue("answer").add((JSONObject) arguments[0]);
    }

    JSONObject next(String what) throws InterruptedException {
      return requireNonNull(queue(what).poll(20, TimeUnit.SECONDS), () -> "not told: " + what);
    }

    private BlockingQueue<JSONObject> queue(String what) {
      return told.computeIfAbsent(what, unused -> new LinkedBlockingQueue<>());
    }
  }
}
