package io.parley.adapter.websocket.abuse;

import io.parley.testkit.fixture.Mutator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes up what a client of {@link FuzzedServer} might say: mostly valid, or spoilt a little. */
final class Conversations {
  private static final List<String> EVENTS =
      List.of("message", "ack", "ask", "join", "leave", "shout", "slow", "fail", "nobody listens");
  private static final List<String> RARE_EVENTS = List.of("bye", "disconnect", "");
  private static final List<String> NAMESPACES = List.of("/custom,", "/other,");
  private static final List<String> AUTHS =
      List.of(
          "{}",
          "{\"as\":\"refused\"}",
          "{\"as\":\"later\"}",
          "{\"as\":\"broken\"}",
          "{\"pid\":\"" + "p".repeat(40) + "\",\"offset\":\"o\"}",
          "{\"pid\":7,\"offset\":{}}");
  private static final List<String> SCALARS =
      List.of(
          "0",
          "-1",
          "1.5",
          "1e308",
          "1e999",
          "9007199254740993",
          "123456789012345678901234567890",
          "true",
          "null",
          "\"\"",
          "\"text\"",
          "\"\u00fc\u20ac\ud83d\ude00\"",
          "\"\\ud83d\"",
          "\"\\u0000\\n\"");
  private static final List<String> CONTROLS =
      List.of("3", "3", "3", "3", "6", "5", "0{}", "3probe", "2probe", "1");
  private static final int MAX_PACKETS = 8;

  private final Random random;
  private final Mutator mutator;

  /** What goes into one frame, or one part of a polling payload. */
  @SuppressWarnings("ArrayRecordComponent") // carried to one writer, never compared
  record Packet(boolean binary, byte[] data) {}

  Conversations(Random random) {
    this.random = random;
    this.mutator = new Mutator(random);
  }

  /** Packets as a client without fault might send them. */
  List<Packet> valid() {
    List<Packet> packets = new ArrayList<>();
    if (random.nextInt(10) > 0) {
      packets.add(text("40" + auth()));
    }
    int more = random.nextInt(MAX_PACKETS);
    for (int i = 0; i < more; i++) {
      addAny(packets);
    }
    return packets;
  }

  /** The same, with faults in the packets or in their order. */
  List<Packet> spoilt() {
    List<Packet> packets = valid();
    if (random.nextBoolean()) {
      packets.replaceAll(packet -> random.nextInt(4) == 0 ? spoil(packet) : packet);
    } else if (!packets.isEmpty()) {
      packets.add(spoil(packets.remove(packets.size() - 1))); // all is well until the end
    }
    if (packets.size() > 1 && random.nextInt(4) == 0) {
      int at = random.nextInt(packets.size());
      switch (random.nextInt(3)) {
        case 0 -> packets.remove(at);
        case 1 -> packets.add(packets.get(at));
        default -> Collections.swap(packets, at, random.nextInt(packets.size()));
      }
    }
    return packets;
  }

  private Packet spoil(Packet packet) {
    boolean binary = (random.nextInt(20) == 0) != packet.binary;
    return new Packet(binary, mutator.mutate(packet.data));
  }

  private void addAny(List<Packet> packets) {
    switch (random.nextInt(12)) {
      case 0 -> packets.add(text("40" + pick(NAMESPACES) + auth()));
      case 1, 2 -> addBinary(packets);
      case 3 -> packets.add(text("43" + namespace() + random.nextInt(3) + "[" + value(0) + "]"));
      case 4 -> packets.add(text("41" + namespace()));
      case 5, 6 -> packets.add(text(pick(CONTROLS)));
      default -> packets.add(text("42" + namespace() + id() + event(value(0))));
    }
  }

  private void addBinary(List<Packet> packets) {
    int count = 1 + random.nextInt(4);
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < count; i++) {
      arguments.append(i == 0 ? "" : ",").append(wrapped(placeholder(i)));
    }
    // Now and then another number than what follows.
    int announced = random.nextInt(12) == 0 ? random.nextInt(13) : count;
    boolean answer = random.nextInt(6) == 0;
    String data = answer ? "[" + arguments + "]" : event(arguments.toString());
    String type = answer ? "46" : "45";
    String answered = answer ? "0" : id();
    packets.add(text(type + announced + "-" + namespace() + answered + data));
    for (int i = 0; i < count; i++) {
      packets.add(new Packet(true, mutator.randomBytes(random.nextInt(40))));
    }
  }

  private String wrapped(String json) {
    return random.nextBoolean() ? json : "{\"in\":[" + json + "," + value(1) + "]}";
  }

  private static String placeholder(int index) {
    return "{\"_placeholder\":true,\"num\":" + index + "}";
  }

  private String id() {
    return random.nextBoolean() ? "" : Integer.toString(random.nextInt(1_000));
  }

  private String auth() {
    return random.nextInt(3) == 0 ? pick(AUTHS) : "";
  }

  private String namespace() {
    return random.nextInt(12) == 0 ? pick(NAMESPACES) : "";
  }

  private String event(String arguments) {
    String name = pick(random.nextInt(20) == 0 ? RARE_EVENTS : EVENTS);
    return "[\"" + name + "\"," + arguments + "]";
  }

  private String value(int depth) {
    int kind = random.nextInt(40);
    if (kind == 0) {
      int levels = random.nextInt(68);
      return "[".repeat(levels) + "]".repeat(levels);
    }
    if (depth > 3 || kind < 25) {
      return pick(SCALARS);
    }
    return kind < 32
        ? "[" + value(depth + 1) + "," + value(depth + 1) + "]"
        : "{\"a\":" + value(depth + 1) + ",\"b\":" + value(depth + 1) + "}";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static Packet text(String text) {
    return new Packet(false, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The packets as the body of a POST. */
  static byte[] payload(List<Packet> packets) {
    StringBuilder body = new StringBuilder();
    for (Packet packet : packets) {
      body.append(body.isEmpty() ? "" : "\u001e");
      if (packet.binary) {
        body.append('b').append(Base64.getEncoder().encodeToString(packet.data));
      } else {
        body.append(new String(packet.data, StandardCharsets.ISO_8859_1));
      }
    }
    return body.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
