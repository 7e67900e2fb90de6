package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two new users with a conversation of three messages, a stranger, and an id that no user has; what
 * the ids in the examples of the API's documents stand for.
 */
final class TwoUsers {
  private static final AtomicLong IDS = new AtomicLong(10_000);

  private final TestService service;
  private final TestService contacts;
  private final long first = IDS.getAndAdd(10);
  private final long conversation;
  private final long message;

  TwoUsers(TestService service) {
    this(service, service);
  }

  /**
   * @param contacts on the same database, where users ask for contact
   */
  TwoUsers(TestService service, TestService contacts) {
    this.service = service;
    this.contacts = contacts;
    service
        .database()
        .run(
            "INSERT INTO users (id, name, username, profile_name) SELECT n, 'User ' || n, 'user'"
                + " || n, 'Profile ' || n FROM generate_series(%d, %d) n"
                    .formatted(first, stranger()));
    JsonNode sent = write(first, second());
    conversation = sent.path("conversation_id").asLong();
    message = sent.path("id").asLong();
    JsonNode unused = write(second(), first);
    unused = write(first, second());
  }

  private JsonNode write(long sender, long receiver) {
    RestClient.Answer sent = service.rest(sender).send(receiver, "See you at eight?");
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent.json().path("data");
  }

  /** The one who calls, unless something else is said. */
  long first() {
    return first;
  }

  long second() {
    return first + 1;
  }

  long stranger() {
    return first + 2;
  }

  long nobody() {
    return first + 3;
  }

  long conversation() {
    return conversation;
  }

  /** A new contact request of the stranger to the first one. */
  long requestOfStranger() {
    return request(stranger(), first);
  }

  /** The same the other way round. */
  long requestToStranger() {
    return request(first, stranger());
  }

  private long request(long sender, long receiver) {
    RestClient.Answer sent =
        contacts
            .rest(sender)
            .post("/api/chat/request/send", "{\"receiverId\": %d}".formatted(receiver));
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent.json().at("/data/id").asLong();
  }

  /** A message of the first one. */
  long message() {
    return message;
  }

  /** A cursor of the first one's. */
  String cursor() {
    JsonNode start = service.rest(first).get("/api/chat/sync").json();
    return start.path("data").path("nextCursor").asText();
  }
}
