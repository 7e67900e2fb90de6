package io.parley.adapter.websocket.abuse;

import io.parley.adapter.websocket.abuse.Conversations.Packet;
import io.parley.testkit.fixture.Mutator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One hostile client, made up from one random number. It ends when the server has answered, or
 * after a moment: most of what it does leaves the server waiting for more.
 */
final class FuzzCase {
  private static final String PATH = "/socket.io/";
  private static final String WEB_SOCKET = PATH + "?EIO=4&transport=websocket";
  private static final String POLLING = PATH + "?EIO=4&transport=polling";
  private static final int PATIENCE_MILLIS = 150;
  private static final int SILENCE_MILLIS = 15;

  /** Jetty itself says 505 to a request that is not of HTTP/1, and is right. */
  private static final Pattern SERVER_ERROR = Pattern.compile("HTTP/1\\.[01] (5(?!05)\\d\\d)");

  private static final List<String> QUERIES =
      List.of(
          "EIO=4&transport=polling",
          "EIO=4&transport=websocket",
          "EIO=3&transport=polling",
          "EIO=4&EIO=3&transport=polling&transport=websocket",
          "EIO=4&transport=polling&sid=&sid=x",
          "EIO=4&transport=polling&sid",
          "EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA",
          "EIO=4&transport=polling&%zz=1",
          "EIO=4&transport=polling&a=%ff%fe",
          "EIO=4&transport=polling&a=%",
          "EIO=4&transport=polling&=&&&=;",
          "");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "get", "X");
  private static final String KEY = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String UPGRADE = "Upgrade: websocket";
  private static final String UPGRADING = "Connection: Upgrade";
  private static final List<String> HEADERS =
      List.of(
          "",
          lines("Origin: http://elsewhere.example"),
          lines("Origin: null"),
          lines("Origin: "),
          lines(
              "Origin: http://localhost",
              "Access-Control-Request-Method: POST",
              "Access-Control-Request-Headers: x"),
          lines("Connection: close"),
          lines(UPGRADING, UPGRADE),
          lines(UPGRADING, "Upgrade: h2c", "HTTP2-Settings: AAA"),
          lines(UPGRADE, "Sec-WebSocket-Version: 12"),
          lines(UPGRADING, UPGRADE, VERSION, "Sec-WebSocket-Key: short"),
          lines(UPGRADING, UPGRADE, VERSION, KEY),
          lines(UPGRADING, UPGRADE, VERSION, KEY, "Sec-WebSocket-Extensions: permessage-deflate"),
          lines(UPGRADING, UPGRADE, VERSION, KEY, "Sec-WebSocket-Extensions: ;;=,"),
          lines(UPGRADING, UPGRADE, VERSION, KEY, "Sec-WebSocket-Protocol: a, b"),
          lines("Expect: 100-continue"),
          lines("Cookie: a=b; =; \u00e9"),
          lines("Content-Length: 5"),
          lines("Content-Length: 5", "Content-Length: 6"),
          lines("Content-Length: -1"),
          lines("Content-Length: 99999999999999999999"),
          lines(CHUNKED),
          lines(CHUNKED, "Content-Length: 3"),
          lines("Content-Encoding: gzip"));

  private final int port;
  private final Random random;
  private final Mutator mutator;
  private final Conversations conversations;

  FuzzCase(int port, long number) {
    this.port = port;
    this.random = new Random(number);
    this.mutator = new Mutator(random);
    this.conversations = new Conversations(random);
  }

  /**
   * Does it.
   *
   * @return null, or what the server did wrong
   */
  @Nullable String run() {
    try {
      int kind = random.nextInt(20);
      if (kind < 9) {
        return webSocket();
      }
      return kind < 16 ? polling() : garbage();
    } catch (SocketException e) {
      return null; // the server has hung up, as it may
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static @Nullable String verdict(RawConnection connection) {
    String heard = connection.heard();
    Matcher error = SERVER_ERROR.matcher(heard);
    return error.find() ? heard : null;
  }

  // --- WebSocket -----------------------------------------------------------------------------

  private @Nullable String webSocket() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      String request = "GET " + WEB_SOCKET + " HTTP/1.1\r\n" + RawConnection.UPGRADE_HEADERS;
      connection.write(random.nextInt(12) == 0 ? spoil(request) : latin1(request));
      sendFrames(connection);
      return leave(connection);
    }
  }

  private void sendFrames(RawConnection connection) throws IOException {
    boolean spoilPackets = random.nextBoolean();
    boolean spoilFrames = random.nextInt(5) < 2;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Packet packet : spoilPackets ? conversations.spoilt() : conversations.valid()) {
      if (spoilFrames && random.nextInt(5) == 0) {
        bytes.writeBytes(badFrames(packet.data()));
      } else {
        bytes.writeBytes(goodFrames(packet));
      }
    }
    connection.write(bytes.toByteArray());
  }

  /** A message, sometimes in fragments, sometimes with a ping in between. */
  private byte[] goodFrames(Packet packet) {
    int opcode = packet.binary() ? Frames.BINARY : Frames.TEXT;
    byte[] data = packet.data();
    if (random.nextInt(6) > 0) {
      return Frames.frame(Frames.FIN | opcode, data, random.nextInt());
    }
    int cut = random.nextInt(data.length + 1);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(Frames.frame(opcode, slice(data, 0, cut), random.nextInt()));
    if (random.nextBoolean()) {
      frames.writeBytes(Frames.frame(Frames.FIN | Frames.PING, mutator.randomBytes(5)));
    }
    frames.writeBytes(
        Frames.frame(Frames.FIN | Frames.CONTINUATION, slice(data, cut, data.length)));
    return frames.toByteArray();
  }

  private byte[] badFrames(byte[] data) {
    int first = Frames.FIN | Frames.TEXT;
    return switch (random.nextInt(14)) {
      case 0 -> Frames.frame(random.nextInt(256), data, random.nextInt());
      case 1 -> Frames.frame(first | 0x10 << random.nextInt(3), data);
      case 2 -> Frames.unmasked(first, data);
      case 3 -> Frames.lying(first, random.nextInt(data.length + 200), data);
      case 4 -> Frames.lying(first, random.nextLong(), data);
      case 5 -> Frames.lying(first, 1L << (14 + random.nextInt(50)), data);
      case 6 -> Frames.frame(Frames.FIN | Frames.CONTINUATION, data);
      case 7 -> Frames.frame(Frames.TEXT, data); // its continuation never comes
      case 8 -> Frames.frame(Frames.PING + random.nextInt(2), data); // not final
      case 9 -> Frames.frame(Frames.FIN | Frames.PING + random.nextInt(2), new byte[126]);
      case 10 -> Frames.frame(Frames.FIN | Frames.CLOSE, mutator.randomBytes(random.nextInt(5)));
      case 11 -> Frames.frame(first, new byte[FuzzedServer.MAX_PAYLOAD + random.nextInt(3)]);
      case 12 -> slice(Frames.frame(first, data), 0, random.nextInt(data.length + 6));
      default -> mutator.mutate(Frames.frame(first, data, random.nextInt()));
    };
  }

  // --- polling -------------------------------------------------------------------------------

  private @Nullable String polling() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      String sid = open(connection);
      int steps = 1 + random.nextInt(5);
      boolean goesOn = sid != null;
      for (int i = 0; i < steps && goesOn; i++) {
        goesOn = step(connection, sid);
      }
      String verdict = verdict(connection);
      return verdict == null ? leave(connection) : verdict;
    }
  }

  private static @Nullable String open(RawConnection connection) throws IOException {
    connection.write(get(POLLING));
    RawConnection.Reply reply = connection.reply(10 * PATIENCE_MILLIS);
    if (reply == null || reply.status() != 200) {
      return null;
    }
    int start = reply.body().indexOf("\"sid\":\"") + 7;
    return reply.body().substring(start, start + 20);
  }

  /** Whether the connection can be used for more. */
  private boolean step(RawConnection connection, @Nullable String sid) throws IOException {
    String target = POLLING + "&sid=" + (random.nextInt(15) == 0 ? guess() : sid);
    switch (random.nextInt(14)) {
      case 0 -> connection.write(get(target));
      case 1 -> overlap(get(target));
      case 2 -> overlap(post(target, body()));
      case 3 -> connection.write(mutator.mutate(get(target)));
      case 4 -> connection.write(mutator.mutate(post(target, body())));
      case 5 -> connection.write(lyingPost(target, body()));
      case 6 -> connection.write(chunkedPost(target, body()));
      case 7 -> connection.write(request(pick(METHODS), target, pick(HEADERS)));
      case 8 -> upgrade(target);
      case 9 -> connection.write(post(target, latin1("1")));
      default -> connection.write(post(target, body()));
    }
    return connection.reply(PATIENCE_MILLIS) != null;
  }

  private byte[] body() {
    if (random.nextInt(20) == 0) {
      return new byte[FuzzedServer.MAX_PAYLOAD + random.nextInt(3) - 1];
    }
    byte[] body =
        Conversations.payload(
            random.nextBoolean() ? conversations.spoilt() : conversations.valid());
    return random.nextInt(3) == 0 ? mutator.mutate(body) : body;
  }

  private void overlap(byte[] request) throws IOException {
    try (RawConnection other = new RawConnection(port);
        RawConnection third = new RawConnection(port)) {
      other.write(request);
      third.write(request);
      boolean unused = other.readToEnd(SILENCE_MILLIS);
    }
  }

  /** A WebSocket for a session by polling: in good order, halfway, or wrongly. */
  private void upgrade(String pollingTarget) throws IOException {
    String target = pollingTarget.replace("transport=polling", "transport=websocket");
    try (RawConnection webSocket = new RawConnection(port)) {
      webSocket.upgrade(target);
      if (random.nextInt(6) > 0) {
        webSocket.write(Frames.text("2probe"));
      }
      if (random.nextBoolean()) {
        webSocket.write(Frames.text("5"));
      }
      sendFrames(webSocket);
      boolean unused = webSocket.readToEnd(SILENCE_MILLIS);
    }
  }

  private byte[] lyingPost(String target, byte[] body) {
    int length = Math.max(0, body.length + random.nextInt(41) - 20);
    return joined(request("POST", target, "Content-Length: " + length + "\r\n"), body);
  }

  private byte[] chunkedPost(String target, byte[] body) {
    ByteArrayOutputStream chunked = new ByteArrayOutputStream();
    chunked.writeBytes(request("POST", target, "Transfer-Encoding: chunked\r\n"));
    int cut = random.nextInt(body.length + 1);
    if (cut > 0) {
      chunked.writeBytes(chunk(slice(body, 0, cut)));
    }
    if (cut < body.length) {
      chunked.writeBytes(chunk(slice(body, cut, body.length)));
    }
    chunked.writeBytes(latin1("0\r\n\r\n"));
    byte[] bytes = chunked.toByteArray();
    return random.nextInt(3) == 0 ? mutator.mutate(bytes) : bytes;
  }

  private static byte[] chunk(byte[] data) {
    return joined(latin1(Integer.toHexString(data.length) + "\r\n"), joined(data, latin1("\r\n")));
  }

  private String guess() {
    return random.nextInt(3) == 0 ? "" : Long.toHexString(random.nextLong());
  }

  // --- HTTP ------------------------------------------------------------------------------------

  private @Nullable String garbage() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      byte[] request =
          request(pick(METHODS), PATH + "?" + pick(QUERIES), pick(HEADERS) + pick(HEADERS));
      if (random.nextInt(3) > 0) {
        request = mutator.mutate(request);
      }
      if (random.nextInt(10) == 0) {
        request = mutator.randomBytes(random.nextInt(300));
      }
      connection.write(request);
      return leave(connection);
    }
  }

  private static byte[] get(String target) {
    return request("GET", target, "");
  }

  private static byte[] post(String target, byte[] body) {
    return joined(request("POST", target, "Content-Length: " + body.length + "\r\n"), body);
  }

  private static byte[] request(String method, String target, String headers) {
    return latin1(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  private byte[] spoil(String request) {
    return mutator.mutate(latin1(request));
  }

  // --- leaving -------------------------------------------------------------------------------

  /** Goes away in one of the ways in which clients do. */
  private @Nullable String leave(RawConnection connection) throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> {
        // at once, whatever is on its way
      }
      case 1 -> {
        boolean unused = connection.readToEnd(SILENCE_MILLIS);
      }
      default -> {
        connection.endOutput();
        boolean unused = connection.readToEnd(PATIENCE_MILLIS);
      }
    }
    return verdict(connection);
  }

  private static String lines(String... headers) {
    return String.join("\r\n", headers) + "\r\n";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
