package io.parley.adapter.websocket.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.adapter.websocket.abuse.Conversations.Packet;
import io.parley.adapter.websocket.connection.CloseReason;
import io.parley.adapter.websocket.connection.EngineStatistics;
import io.parley.adapter.websocket.harness.Await;
import io.parley.adapter.websocket.harness.RawWebSocket;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.EnginePacket;
import io.parley.adapter.websocket.protocol.MalformedPacketException;
import io.parley.adapter.websocket.protocol.PollingPayload;
import io.parley.adapter.websocket.protocol.SocketPacket;
import io.parley.adapter.websocket.protocol.SocketPacketDecoder;
import io.parley.adapter.websocket.protocol.SocketPacketEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many clients that do what no client should. More of them: {@code -Dparley.fuzz.cases=100000};
 * others: {@code -Dparley.fuzz.seed=2}; only the one with that number: {@code
 * -Dparley.fuzz.only=4711}.
 */
class FuzzTest {
  private static final Logger LOG = LoggerFactory.getLogger(FuzzTest.class);
  private static final long SEED = Long.getLong("parley.fuzz.seed", 20_240_501L);
  private static final int CASES = Integer.getInteger("parley.fuzz.cases", 6_000);
  private static final int ONLY = Integer.getInteger("parley.fuzz.only", -1);
  private static final int CLIENTS = 48;
  private static final int CODEC_CASES_EACH = 10;
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
  private static final int ENOUGH = 10;

  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  @Test
  void givenHostileClients_whenTheyHaveGone_thenNothingIsBrokenAndNothingIsLeft() {
    try (LogWatch log = new LogWatch();
        FuzzedServer fuzzed = new FuzzedServer()) {
      int busyBefore = fuzzed.busyThreads();
      long othersBefore = threadsBesideTheServer();

      runCases(fuzzed.port());

      assertThat(findings).as(seed()).isEmpty();
      assertThat(fuzzed.failures()).as(seed()).isEmpty();
      awaitEmpty(fuzzed);
      assertThat(log.complaints()).as(seed()).isEmpty();
      Await.until(() -> fuzzed.busyThreads() <= busyBefore + 2);
      Await.until(() -> threadsBesideTheServer() <= othersBefore + 4);
      assertEchoes(fuzzed);
      EngineStatistics statistics = fuzzed.socketIo().statistics();
      LOG.info("{}: {}, {} events", seed(), statistics, fuzzed.handledEvents());
      if (ONLY < 0) {
        assertMuchWasReached(fuzzed, statistics);
      }
    }
  }

  private void runCases(int port) {
    AtomicInteger next = new AtomicInteger(Math.max(ONLY, 0));
    int end = ONLY < 0 ? CASES : ONLY + 1;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> runCases(port, next, end), "fuzz-" + i);
      client.start();
      clients.add(client);
    }
    for (Thread client : clients) {
      join(client);
    }
  }

  private void runCases(int port, AtomicInteger next, int end) {
    for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
      String finding = new FuzzCase(port, SEED + i * SPREAD).run();
      if (finding != null && findings.size() < ENOUGH) {
        findings.add("case " + i + ": " + finding);
      }
    }
  }

  private static void join(Thread client) {
    try {
      client.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A closed session waits for its last poll for 10 s, which is as long as one deadline. */
  private static void awaitEmpty(FuzzedServer fuzzed) {
    try {
      if (!becomesEmpty(fuzzed)) {
        Await.until(fuzzed::isEmpty);
      }
    } catch (AssertionError e) {
      throw new AssertionError(seed() + " left behind: " + fuzzed.remains(), e);
    }
  }

  private static boolean becomesEmpty(FuzzedServer fuzzed) {
    try {
      Await.until(fuzzed::isEmpty);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private static void assertEchoes(FuzzedServer fuzzed) {
    RawWebSocket healthy =
        RawWebSocket.connect(fuzzed.server(), "/socket.io/?EIO=4&transport=websocket");
    assertThat(healthy.text()).startsWith("0{");
    healthy.send("40");
    assertThat(healthy.textAfterPings()).startsWith("40{");
    healthy.send("427[\"ack\",\"still\",\"there\"]");
    assertThat(healthy.textAfterPings()).isEqualTo("437[\"still\",\"there\"]");
    healthy.abort();
  }

  /** Clients that are all refused at the door would prove nothing. */
  private static void assertMuchWasReached(FuzzedServer fuzzed, EngineStatistics statistics) {
    assertThat(statistics.openedSessions()).as(seed()).isGreaterThan(CASES / 4);
    assertThat(fuzzed.handledEvents()).as(seed()).isGreaterThan(CASES / 15);
    assertThat(
            List.of(
                CloseReason.TRANSPORT_CLOSE,
                CloseReason.TRANSPORT_ERROR,
                CloseReason.PARSE_ERROR,
                CloseReason.FORCED_CLOSE,
                CloseReason.PING_TIMEOUT,
                CloseReason.CONNECT_TIMEOUT))
        .as(seed())
        .allMatch(reason -> statistics.closes(reason) > 0);
  }

  private static long threadsBesideTheServer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().matches(".*(qtp|Jetty|ForkJoinPool|HttpClient).*"))
        .count();
  }

  private static String seed() {
    return "-Dparley.fuzz.seed=" + SEED + " -Dparley.fuzz.cases=" + CASES;
  }

  // --- codecs --------------------------------------------------------------------------------

  @Test
  void givenSpoiltPackets_whenDecoded_thenTheyAreRefusedOrCanBeEncodedAgain() {
    int decoded = 0;
    int end = ONLY < 0 ? CASES * CODEC_CASES_EACH : ONLY + 1;
    for (int i = Math.max(ONLY, 0); i < end; i++) {
      Conversations conversations = new Conversations(new Random(SEED + i * SPREAD));
      try {
        decoded += decode(conversations.spoilt());
      } catch (MalformedPacketException e) {
        // as it should be
      } catch (RuntimeException | Error e) {
        throw new AssertionError("case " + i + " of " + seed(), e);
      }
    }
    if (ONLY < 0) {
      assertThat(decoded).as(seed()).isGreaterThan(CASES);
    }
  }

  /** How many packets could be decoded, by polling's way. */
  private static int decode(List<Packet> packets) throws MalformedPacketException {
    String body = new String(Conversations.payload(packets), StandardCharsets.UTF_8);
    List<EnginePacket> received = PollingPayload.decode(body);
    byte[] polled = polled(received);
    if (!Arrays.equals(
        polled(PollingPayload.decode(new String(polled, StandardCharsets.UTF_8))), polled)) {
      throw new AssertionError("another payload than " + body);
    }
    SocketPacketDecoder decoder = new SocketPacketDecoder(10, FuzzedServer.MAX_PAYLOAD);
    int count = 0;
    for (EnginePacket packet : received) {
      SocketPacket decoded = decode(decoder, packet);
      if (decoded != null) {
        assertSurvivesEncoding(decoded);
        count++;
      }
    }
    return count;
  }

  private static byte[] polled(List<EnginePacket> packets) {
    return PollingPayload.encode(packets.stream().map(FuzzTest::encoded).toList());
  }

  private static EncodedPacket encoded(EnginePacket packet) {
    return packet instanceof EnginePacket.Binary binary
        ? EncodedPacket.message(binary.data())
        : EncodedPacket.control(
            ((EnginePacket.Text) packet).type(), ((EnginePacket.Text) packet).data());
  }

  private static @Nullable SocketPacket decode(SocketPacketDecoder decoder, EnginePacket packet)
      throws MalformedPacketException {
    return packet instanceof EnginePacket.Binary binary
        ? decoder.decode(binary.data())
        : decoder.decode(((EnginePacket.Text) packet).data());
  }

  private static void assertSurvivesEncoding(SocketPacket packet) throws MalformedPacketException {
    EncodedPacket encoded = encoded(packet);
    byte[] text = encoded.text();
    if (text == null) {
      throw new AssertionError("no text for " + packet);
    }
    SocketPacketDecoder decoder = new SocketPacketDecoder(Integer.MAX_VALUE, Long.MAX_VALUE);
    SocketPacket again =
        decoder.decode(new String(text, 1, text.length - 1, StandardCharsets.UTF_8));
    for (byte[] binary : encoded.binaries()) {
      again = decoder.decode(binary);
    }
    if (again == null || !encoded(again).toString().equals(encoded.toString())) {
      throw new AssertionError("another packet than " + packet);
    }
  }

  private static EncodedPacket encoded(SocketPacket packet) {
    Long ackId = packet.ackId();
    String namespace = packet.namespace();
    JsonNode payload =
        packet.data() == null ? JsonNodeFactory.instance.objectNode() : packet.data();
    List<@Nullable Object> arguments = new ArrayList<>();
    payload.forEach(arguments::add);
    return switch (packet.type()) {
      case CONNECT -> SocketPacketEncoder.connect(namespace, payload);
      case CONNECT_ERROR -> SocketPacketEncoder.connectError(namespace, payload);
      case DISCONNECT -> SocketPacketEncoder.disconnect(namespace);
      case EVENT, BINARY_EVENT ->
          ackId == null
              ? SocketPacketEncoder.event(namespace, arguments)
              : SocketPacketEncoder.event(namespace, ackId, arguments);
      case ACK, BINARY_ACK ->
          SocketPacketEncoder.ack(namespace, ackId == null ? 0 : ackId, arguments);
    };
  }
}
