package io.parley.bench.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.client.EventLoop;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import io.parley.bench.server.Layout;
import io.parley.bench.server.SmallDisk;
import io.parley.bench.verify.fault.TcpProxy.Direction;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What the service does while its database is away, one way after the other: a send fails in time
 * and by name, health is told, sockets stay and are answered, and everything heals by itself.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOutageTest {
  private static final String SECRET = "a secret that only the outage tests know";

  /** Five seconds, and what a busy machine adds. */
  private static final Duration FAILS_WITHIN = Duration.ofMillis(6_500);

  private static final Duration HEALS_WITHIN = Duration.ofSeconds(60);
  private static final int SENDERS = 8;
  private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final EventLoop loop = new EventLoop();
  private OwnService service;
  private int messages;

  /** Something that is done to the database. */
  private interface Deed {
    void run() throws IOException, InterruptedException, SQLException;
  }

  @BeforeAll
  void start() throws Exception {
    service = OwnService.start(List.of("-Xmx512m"), SECRET, 9, Layout.SINGLE);
  }

  @AfterAll
  void stop() throws IOException {
    loop.close();
    service.close();
  }

  @Test
  void givenADatabaseThatStandsStill_sendsFailInTimeAndEverythingHeals() throws Exception {
    List<ProcessHandle> paused = new ArrayList<>();
    assertOutlives(
        () -> {
          paused.add(service.database().process()); // it begets no more of them
          Signals.pause(paused);
          paused.addAll(paused.get(0).descendants().toList());
          Signals.pause(paused);
        },
        () -> Signals.resume(paused));
  }

  @Test
  void givenANetworkThatCarriesNothing_sendsFailInTimeAndEverythingHeals() throws Exception {
    assertOutlives(
        () -> service.databaseProxy().stallAll(Direction.BOTH),
        () -> service.databaseProxy().heal());
  }

  /** It still answers, after most of a second for each question. */
  @Test
  void givenASlowDatabase_sendsAreStoredOrFailInTimeAndEverythingHeals() throws Exception {
    awaitSent();
    Client client = new Client();
    client.connected.get(20, TimeUnit.SECONDS);
    List<Answer> answers = new ArrayList<>();
    service.databaseProxy().delay(Duration.ofMillis(400));
    try {
      List<CompletableFuture<Answer>> attempts =
          IntStream.range(0, SENDERS).mapToObj(i -> send(newId())).toList();
      for (CompletableFuture<Answer> each : attempts) {
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(client.isAnswered()).isTrue();
        answers.add(each.get(30, TimeUnit.SECONDS));
      }
    } finally {
      service.databaseProxy().heal();
    }
    assertThat(answers)
        .allMatch(answer -> answer.took().compareTo(FAILS_WITHIN) < 0)
        .allMatch(answer -> answer.status() == 201 || answer.status() == 503)
        .anyMatch(answer -> answer.status() == 201);
    awaitSent();
    assertThat(client.closed).isNotDone();
    client.hangUp();
  }

  @Test
  void givenADatabaseThatIsNotThere_sendsFailInTimeAndEverythingHeals() throws Exception {
    assertOutlives(
        () -> {
          service.databaseProxy().refuse(true);
          service.databaseProxy().cut(connection -> true);
        },
        () -> service.databaseProxy().heal());
  }

  @Test
  void givenADatabaseWithoutAFreeConnection_sendsFailInTimeAndEverythingHeals() throws Exception {
    List<Connection> taken = new ArrayList<>();
    assertOutlives(
        () -> {
          service.databaseProxy().refuse(true);
          service.databaseProxy().cut(connection -> true);
          takeAll(taken);
          service.databaseProxy().refuse(false);
        },
        () -> {
          for (Connection connection : taken) {
            connection.close();
          }
        });
  }

  private void takeAll(List<Connection> taken) {
    try {
      while (true) {
        taken.add(service.database().connect());
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
  }

  /** As PostgreSQL says it; it cannot write either way. */
  @Test
  void givenAFullDisk_sendsFailInTimeAndEverythingHeals() throws Exception {
    assertOutlives(
        () ->
            sql(
                "CREATE FUNCTION chat.full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END$$",
                "CREATE TRIGGER full_disk BEFORE INSERT ON chat.messages"
                    + " EXECUTE FUNCTION chat.full_disk()"),
        () -> sql("DROP TRIGGER full_disk ON chat.messages", "DROP FUNCTION chat.full_disk()"));
  }

  /** Whatever PostgreSQL does without room, up to a crash of the whole server. */
  @Test
  void givenADiskWithoutRoom_sendsFailInTimeAndEverythingHeals() throws Exception {
    assumeTrue(
        service.database().disk().isPresent() || "true".equals(System.getenv("CI")),
        "only root can mount a disk for the database");
    SmallDisk disk = service.database().disk().orElseThrow();
    Random random = new Random(1);
    assertOutlives(disk::fill, disk::empty, () -> send(newId(), incompressible(random)));
  }

  /** Longer than what may fit into a page that is there already. */
  private static String incompressible(Random random) {
    return random
        .ints(9_000, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** As after a failover that left the service with a server which is a standby now. */
  @Test
  void givenADatabaseThatTakesNoWrites_sendsFailInTimeAndEverythingHeals() throws Exception {
    assertOutlives(
        () -> sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"),
        () ->
            sql(
                "SET default_transaction_read_only = off",
                "ALTER SYSTEM RESET default_transaction_read_only",
                "SELECT pg_reload_conf()"));
  }

  @Test
  void givenADatabaseThatWasKilled_everythingHealsAndNothingAcknowledgedIsLost() throws Exception {
    assertSurvives(() -> assertThat(service.database().process().destroyForcibly()).isTrue());
  }

  @Test
  void givenADatabaseThatIsRestarted_everythingHealsAndNothingAcknowledgedIsLost()
      throws Exception {
    assertSurvives(() -> Signals.interrupt(service.database().process()));
  }

  @Test
  void givenADatabaseThatFailsOver_everythingHealsAndNothingAcknowledgedIsLost() throws Exception {
    String cursor = cursor(get("/api/chat/sync"));

    assertSurvives(() -> service.failOverDatabase(Duration.ofSeconds(1)));

    Answer refused = get("/api/chat/sync?cursor=" + cursor);
    assertThat(refused.status()).as("commits may be gone").isEqualTo(410);
    assertThat(refused.body()).contains("\"code\":\"resync_required\"");
    String next = cursor(get("/api/chat/sync"));
    assertThat(get("/api/chat/sync?cursor=" + next).status()).isEqualTo(200);
  }

  private static String cursor(Answer answer) {
    Matcher cursor = CURSOR.matcher(answer.body());
    assertThat(cursor.find()).as(answer.body()).isTrue();
    return cursor.group(1);
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = service.database().connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** An outage that lasts until it is ended. */
  private void assertOutlives(Deed begin, Deed end) throws Exception {
    assertOutlives(begin, end, () -> send(newId()));
  }

  private void assertOutlives(Deed begin, Deed end, Supplier<CompletableFuture<Answer>> attempt)
      throws Exception {
    awaitSent();
    Client client = new Client();
    client.connected.get(20, TimeUnit.SECONDS);
    try {
      begin.run();
      List<CompletableFuture<Answer>> attempts =
          IntStream.range(0, SENDERS).mapToObj(i -> attempt.get()).toList();
      for (CompletableFuture<Answer> each : attempts) {
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(client.isAnswered()).isTrue();
        Answer answer = each.get(30, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"store_unavailable\"");
        assertThat(answer.took()).isLessThan(FAILS_WITHIN);
      }
    } finally {
      end.run();
    }
    awaitSent();
    assertThat(client.closed).isNotDone();
    client.hangUp();
  }

  /** An outage that ends by itself. */
  private void assertSurvives(Deed deed) throws Exception {
    String before = awaitSent();
    Client client = new Client();
    client.connected.get(20, TimeUnit.SECONDS);

    deed.run();
    awaitSent();

    assertThat(client.closed).isNotDone();
    assertThat(awaitRead("/api/chat/conversations/1/messages?limit=100&before=1000000").body())
        .contains(before);
    client.hangUp();
  }

  /** Reads until that is possible: sessions may live on for a moment when their server is dead. */
  private Answer awaitRead(String path) throws Exception {
    long giveUpAt = System.nanoTime() + HEALS_WITHIN.toNanos();
    Answer answer;
    do {
      assertThat(System.nanoTime() - giveUpAt).as("nanoseconds too late").isNegative();
      answer = get(path);
    } while (answer.status() == 503);
    return answer;
  }

  /** Sends one message until it is stored; each attempt is answered in time. */
  private String awaitSent() throws Exception {
    String id = newId();
    long giveUpAt = System.nanoTime() + HEALS_WITHIN.toNanos();
    Answer answer;
    do {
      assertThat(System.nanoTime() - giveUpAt).as("nanoseconds too late").isNegative();
      answer = send(id).get(30, TimeUnit.SECONDS);
      assertThat(answer.took()).isLessThan(FAILS_WITHIN);
      assertThat(answer.status()).as(answer.body()).isIn(200, 201, 503);
    } while (answer.status() == 503);
    return id;
  }

  private String newId() {
    return "outage-" + ++messages;
  }

  /** What came back, and how soon. */
  private record Answer(int status, String body, Duration took) {}

  private CompletableFuture<Answer> send(String id) {
    return send(id, "hello");
  }

  private CompletableFuture<Answer> send(String id, String content) {
    String body =
        "{\"receiverId\":2,\"content\":\"" + content + "\",\"clientMessageId\":\"" + id + "\"}";
    return ask(
        request("/api/chat/send")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer get(String path) throws Exception {
    return ask(request(path).GET()).get(30, TimeUnit.SECONDS);
  }

  private CompletableFuture<Answer> ask(HttpRequest.Builder request) {
    long began = System.nanoTime();
    return http.sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(
            (HttpResponse<String> response) ->
                new Answer(
                    response.statusCode(),
                    response.body(),
                    Duration.ofNanos(System.nanoTime() - began)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + service.addresses().get(0).getPort() + path))
        .header("Authorization", "Bearer " + token());
  }

  private static String token() {
    var secret = new HmacSecret(SECRET.getBytes(StandardCharsets.UTF_8));
    return new JwtTokenIssuer(secret, Clock.systemUTC()).issue(new UserId(1), Duration.ofHours(1));
  }

  /** A socket that is not to be lost. */
  private final class Client implements SocketListener {
    private final CompletableFuture<WireSocket> connected = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> answered = new CompletableFuture<>();

    Client() {
      loop.connect(service.addresses().get(0), token(), this);
    }

    /** Asks something for which the database is not needed. */
    boolean isAnswered() throws Exception {
      answered = new CompletableFuture<>();
      WireSocket socket = connected.join();
      loop.execute(() -> socket.emit(1, "check_online", "{\"userIds\":[1]}"));
      return answered.get(10, TimeUnit.SECONDS);
    }

    void hangUp() {
      loop.execute(() -> connected.join().close());
    }

    @Override
    public void connected(WireSocket socket) {
      connected.complete(socket);
    }

    @Override
    public void event(WireSocket socket, Text event) {}

    @Override
    public void acknowledged(WireSocket socket, int ackId, Text data) {
      answered.complete(data.toString().contains("\"ok\":true"));
    }

    @Override
    public void closed(String reason) {
      closed.complete(reason);
    }
  }
}
