package io.parley.adapter.websocket.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils bytes, as a broken line or a hostile client would. */
final class Mutator {
  /** What parsers are known to stumble over. */
  private static final List<byte[]> TOKENS =
      List.of(
          utf8("\u001e"),
          utf8("\u001e\u001e"),
          utf8("b"),
          utf8("b="),
          utf8("bAQ=\u001e"),
          utf8("_placeholder"),
          utf8("{\"_placeholder\":true,\"num\":0}"),
          utf8("{\"_placeholder\":true,\"num\":-1}"),
          utf8("{\"_placeholder\":true,\"num\":2147483648}"),
          utf8("{\"_placeholder\":true}"),
          utf8("/custom,"),
          utf8("/,"),
          utf8("/"),
          utf8(","),
          utf8("-"),
          utf8("0"),
          utf8("10-"),
          utf8("99999999999-"),
          utf8("2147483648"),
          utf8("999999999999999"),
          utf8("9223372036854775808"),
          utf8("1e999"),
          utf8("-1e-999"),
          utf8("1E2147483648"),
          utf8("NaN"),
          utf8("1".repeat(1_001)),
          utf8("[".repeat(70)),
          utf8("{\"a\":".repeat(3_000)),
          utf8("\"\\ud800\""),
          utf8("\\udc00\\ud800"),
          utf8("\\u0000"),
          utf8("\u0000"),
          utf8("\ufeff"),
          utf8("\uffff"),
          utf8("\u0661"),
          utf8("\ud83d\ude00"),
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xff},
          utf8("\r\n"),
          utf8("\r\n\r\n"),
          utf8("%"),
          utf8("%00"),
          utf8("%zz"),
          utf8("%u1234"),
          utf8("&sid=&sid=x"),
          utf8("connect"),
          utf8("disconnecting"),
          utf8("x".repeat(17_000)));

  private static final int MAX_REPEATED = 40;

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One to four changes. */
  byte[] mutate(byte[] original) {
    byte[] mutant = original;
    int changes = 1 + Math.min(random.nextInt(4), random.nextInt(4));
    for (int i = 0; i < changes; i++) {
      mutant = change(mutant);
    }
    return mutant;
  }

  private byte[] change(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(bytes.length - from + 1);
    return switch (random.nextInt(9)) {
      case 0 -> bitFlipped(bytes);
      case 1 -> Arrays.copyOf(bytes, from);
      case 2 -> Arrays.copyOfRange(bytes, from, bytes.length);
      case 3 -> joined(bytes, from, new byte[0], to);
      case 4 -> joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 5 -> joined(bytes, from, TOKENS.get(random.nextInt(TOKENS.size())), from);
      case 6 -> joined(bytes, from, TOKENS.get(random.nextInt(TOKENS.size())), to);
      case 7 -> joined(bytes, from, randomBytes(1 + random.nextInt(4)), Math.min(to, from + 1));
      default -> repeated(bytes, from);
    };
  }

  private byte[] bitFlipped(byte[] bytes) {
    if (bytes.length == 0) {
      return randomBytes(1);
    }
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] repeated(byte[] bytes, int at) {
    byte[] copies = new byte[1 + random.nextInt(MAX_REPEATED)];
    Arrays.fill(copies, at < bytes.length ? bytes[at] : (byte) '[');
    return joined(bytes, at, copies, at);
  }

  byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The bytes before an index, then others, then those from another index on. */
  private static byte[] joined(byte[] bytes, int before, byte[] middle, int after) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(bytes.length + middle.length);
    joined.write(bytes, 0, before);
    joined.writeBytes(middle);
    joined.write(bytes, after, bytes.length - after);
    return joined.toByteArray();
  }
}
