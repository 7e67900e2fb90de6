package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A user who has asked another for contact, somebody else, and somebody whom none of them knows;
 * all of them new. The first three listen.
 */
final class ContactScene implements AutoCloseable {
  private static final AtomicLong IDS = new AtomicLong(50_000);

  private final TestServer server;
  private final long sender = IDS.getAndAdd(10);
  private final long receiver = sender + 1;
  private final long other = sender + 2;
  private final long unknownToThem = sender + 3;
  private final long nobody = sender + 4;
  private final long request;
  private final List<WireSocket> sockets;

  ContactScene(TestServer server) {
    this.server = server;
    server
        .database()
        .run(
            "INSERT INTO users (id, name, username, profile_name) SELECT n, 'User ' || n, 'user'"
                + " || n, 'Profile ' || n FROM generate_series(%d, %d) n"
                    .formatted(sender, unknownToThem));
    request = ask(sender, receiver);
    sockets =
        Stream.of(sender, receiver, other)
            .map(user -> WireSocket.connected(server.address(), server.token(user)))
            .toList();
  }

  private long ask(long from, long to) {
    RestClient.Answer sent =
        server.rest(from).post("/api/chat/request/send", "{\"receiverId\": %d}".formatted(to));
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent.json().at("/data/id").asLong();
  }

  Optional<String> tokenOf(Caller caller) {
    return switch (caller) {
      case NO_TOKEN -> Optional.empty();
      case EXPIRED_TOKEN -> Optional.of(server.expiredToken(receiver));
      case WRONG_SIGNATURE -> Optional.of(TestServer.forgedToken(receiver));
      case UNKNOWN_USER -> Optional.of(server.token(nobody));
      case SOMEBODY_ELSE -> Optional.of(server.token(other));
      case SENDER -> Optional.of(server.token(sender));
      case RECEIVER -> Optional.of(server.token(receiver));
      default -> throw new IllegalArgumentException(caller.toString());
    };
  }

  String path(String pattern) {
    long id = pattern.contains("/request/") ? request : unknownToThem;
    return pattern.replace("{id}", Long.toString(id));
  }

  String sent(String pattern) {
    return pattern
        .replace("RECEIVER", Long.toString(unknownToThem))
        .replace("REQUEST", Long.toString(request));
  }

  /** What follows is the first that each of them hears. */
  void assertNobodyHasHeard() {
    long from = unknownToThem;
    for (long to : List.of(sender, receiver, other)) {
      long unused = ask(from, to);
    }
    for (WireSocket socket : sockets) {
      String unused = socket.await(event -> event.contains("chat_request_received"));
      assertThat(socket.takeEvents()).hasSize(1);
    }
  }

  @Override
  public void close() {
    sockets.forEach(WireSocket::close);
  }
}
