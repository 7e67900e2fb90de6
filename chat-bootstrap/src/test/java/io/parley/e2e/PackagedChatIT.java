package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as an operator sees it. */
@Timeout(300)
class PackagedChatIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path temporary;

  @AfterEach
  void stopDatabaseThatWasLeft() throws Exception {
    postgresProcess(temporary.resolve("data")).ifPresent(PackagedChatIT::kill);
  }

  @Test
  void givenHelp_whenAsked_thenItIsPrintedAndAllIsWell() throws Exception {
    for (String[] line : List.of(new String[] {"--help"}, new String[] {"serve", "--help"})) {
      try (ChatProcess chat = ChatProcess.start(temporary, Map.of(), line)) {
        assertThat(chat.awaitExit(60)).isZero();
        assertThat(chat.output()).anyMatch(text -> text.startsWith("Usage: chat"));
        assertThat(chat.log()).isEmpty();
      }
    }
  }

  @Test
  void givenVersion_whenAsked_thenItIsPrinted() throws Exception {
    try (ChatProcess chat = ChatProcess.start(temporary, Map.of(), "--version")) {
      assertThat(chat.awaitExit(60)).isZero();
      assertThat(chat.output()).singleElement().asString().matches("chat \\d+\\.\\d+\\.\\d+.*");
    }
  }

  @Test
  void givenNoSecret_whenServed_thenItRefusesAndSaysWhatToDo() throws Exception {
    try (ChatProcess chat = ChatProcess.start(temporary, Map.of(), "serve")) {
      assertThat(chat.awaitExit(60)).isEqualTo(2);
      assertThat(chat.output()).isEmpty();
      assertThat(chat.log()).contains("JWT_SECRET (--jwt-secret)", "--demo");
    }
  }

  @Test
  void givenSecret_whenTokenIsAskedFor_thenOnlyATokenIsPrinted() throws Exception {
    Map<String, String> environment = Map.of("JWT_SECRET", SECRET);

    try (ChatProcess chat = ChatProcess.start(temporary, environment, "token", "--user", "1")) {
      assertThat(chat.awaitExit(60)).isZero();
      assertThat(chat.output()).singleElement().asString().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
      assertThat(chat.log()).isEmpty();
    }
  }

  @Test
  void givenDemo_whenKilledAndStartedAgain_thenEverythingIsThere() throws Exception {
    Path data = temporary.resolve("data");
    String token;
    try (ChatProcess chat = demo(data)) {
      URI address = chat.awaitReady();
      chat.awaitLine("Token of Amara Okafor");
      token = chat.awaitLine("eyJ");
      assertThat(chat.awaitLine("curl ")).contains(token);
      RestClient amara = new RestClient(address, token);
      assertThat(amara.get("/health/ready").status()).isEqualTo(200);
      assertThat(amara.get("/api/chat/unread-count").json().path("unreadCount").asLong())
          .isEqualTo(3);
      assertThat(amara.send(2, "before the service was killed").status()).isEqualTo(201);

      chat.kill(); // and PostgreSQL lives on
    }
    assertThat(postgresProcess(data)).isPresent();

    try (ChatProcess chat = demo(data)) {
      RestClient amara = new RestClient(chat.awaitReady(), token);
      assertThat(lastMessage(amara)).isEqualTo("before the service was killed");
      assertThat(amara.send(2, "before all was killed").status()).isEqualTo(201);

      chat.kill();
      postgresProcess(data).ifPresent(PackagedChatIT::kill);
    }

    try (ChatProcess chat = demo(data)) {
      RestClient amara = new RestClient(chat.awaitReady(), token);
      assertThat(lastMessage(amara)).isEqualTo("before all was killed");
      assertThat(amara.get("/api/chat/unread-count").json().path("unreadCount").asLong())
          .isEqualTo(3);
      refusesSecondService(data);

      chat.terminate();
      assertThat(chat.awaitExit(10)).isZero();
    }
    assertThat(postgresProcess(data)).isEmpty();
  }

  private void refusesSecondService(Path data) throws Exception {
    try (ChatProcess second = demo(data)) {
      assertThat(second.awaitExit(60)).isEqualTo(1);
      assertThat(second.log()).contains("Another service runs on the data directory");
    }
  }

  @Test
  void givenNamedDatabase_whenServed_thenOnlyTheSearchIndexIsInTheDataDirectory() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      Map<String, String> environment =
          Map.of(
              "DATABASE_URL", database.url(),
              "JWT_SECRET", SECRET,
              "CHAT_DATA_DIR", temporary.resolve("data").toString());
      try (ChatProcess migration = ChatProcess.start(temporary, environment, "migrate")) {
        assertThat(migration.awaitExit(60)).as(migration::log).isZero();
      }
      try (ChatProcess recount = ChatProcess.start(temporary, environment, "recount")) {
        assertThat(recount.awaitExit(60)).as(recount::log).isZero();
        assertThat(recount.output()).containsExactly("All counts are right");
      }
      assertThat(temporary.resolve("data")).doesNotExist();
      try (ChatProcess chat = ChatProcess.start(temporary, environment, "serve", "--port=0")) {
        assertThat(chat.awaitReady().getPort()).isPositive();

        chat.terminate();
        assertThat(chat.awaitExit(10)).isZero();
        assertThat(chat.log()).doesNotContain(database.password() + "@").doesNotContain(SECRET);
      }
    }
    assertThat(temporary.resolve("data")).isDirectoryContaining("glob:**/search");
    assertThat(temporary.resolve("data").toFile().list()).hasSize(1);
  }

  @Test
  void givenUnreachableDatabase_whenToldToStop_thenItStopsWaiting() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Map<String, String> environment =
        Map.of("DATABASE_URL", "postgres://u:p@127.0.0.1:" + nobody + "/x", "JWT_SECRET", SECRET);

    try (ChatProcess chat = ChatProcess.start(temporary, environment, "serve")) {
      awaitLog(chat, "Waiting for PostgreSQL");

      chat.terminate();
      assertThat(chat.awaitExit(10)).isZero();
    }
  }

  @Test
  void givenFirstStart_whenToldToStopInTheMiddle_thenTheNextOneStartsAllTheSame() throws Exception {
    Path data = temporary.resolve("data");
    try (ChatProcess chat = demo(data)) {
      awaitLog(chat, "Creating a database");

      chat.terminate();
      assertThat(chat.awaitExit(10)).isZero();
    }
    assertThat(postgresProcess(data)).isEmpty();

    try (ChatProcess chat = demo(data)) {
      chat.awaitReady();
    }
  }

  @Test
  void givenPortInUse_whenServed_thenItSaysSoAndLeavesNothingBehind() throws Exception {
    Path data = temporary.resolve("data");
    try (ServerSocket taken = new ServerSocket(0);
        ChatProcess chat =
            ChatProcess.start(
                temporary,
                Map.of("PORT", Integer.toString(taken.getLocalPort())),
                "serve",
                "--demo",
                "--data-dir=" + data)) {
      assertThat(chat.awaitExit(120)).isEqualTo(1);
      assertThat(chat.log()).contains("Port " + taken.getLocalPort() + " is in use");
    }
    assertThat(postgresProcess(data)).isEmpty();
  }

  private ChatProcess demo(Path data) throws IOException {
    return ChatProcess.start(
        temporary, Map.of("PORT", "0"), "serve", "--demo", "--data-dir", data.toString());
  }

  private static String lastMessage(RestClient user) {
    return user.get("/api/chat/conversations")
        .json()
        .path("data")
        .path("conversations")
        .path(0)
        .path("last_message")
        .asText();
  }

  private static void awaitLog(ChatProcess chat, String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!chat.log().contains(text)) {
      assertThat(System.nanoTime()).as(chat::log).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** The server of an embedded database, if it runs. */
  private static Optional<ProcessHandle> postgresProcess(Path data) throws IOException {
    Path file = data.resolve("postgres").resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
  }

  private static void kill(ProcessHandle server) {
    server.destroyForcibly();
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
