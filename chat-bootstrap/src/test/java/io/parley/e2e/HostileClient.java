package io.parley.e2e;

import io.parley.testkit.fixture.Mutator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client with a good token that says something bad, made up from one number. */
final class HostileClient {
  private static final int PATIENCE_MILLIS = 300;
  private static final int MAX_FRAME = 20_000;

  /** Status 500, its counterpart on a socket, a stack trace, or an error page. */
  private static final Pattern NEVER =
      Pattern.compile(
          "HTTP/1\\.[01] 500|internal_error|\\tat |"
              + "HTTP/1\\.[01] [45]\\d\\d (?:(?!\\r\\n\\r\\n)[\\s\\S])*(?i:content-type: text/html)");

  private static final List<String> REQUESTS =
      List.of(
          "GET /",
          "GET /health/ready",
          "GET /openapi.json",
          "GET /api/chat/conversations?page=1&limit=20",
          "GET /api/chat/conversations/1/messages?page=1&limit=50",
          "GET /api/chat/conversations/1/messages?before=9&limit=5",
          "GET /api/chat/conversations/1/messages?after=0",
          "GET /api/chat/conversations/1/search?q=%C3%A4b+c&page=1",
          "GET /api/chat/search?q=b&page=1&limit=2",
          "GET /api/chat/unread-count",
          "GET /api/chat/unread",
          "GET /api/chat/sync?cursor=CURSOR",
          "GET /api/chat/sync?cursor=1_ORIGIN_1_3.0_9.2.1_760_12_-1_0",
          "GET /api/chat/sync?cursor=1_ORIGIN_1_3.0_9.2.1_9223372036854775807_12_-1_0",
          "PUT /api/chat/conversations/1/read",
          "DELETE /api/chat/messages/1",
          "POST /api/chat/messages/1/restore",
          "POST /api/chat/send",
          "OPTIONS /api/chat/send",
          "GET /socket.io/?EIO=4&transport=polling",
          "GET /socket.io/socket.io.js");

  private static final List<String> BODIES =
      List.of(
          "{\"receiverId\":2,\"content\":\"a\u00e4\ud83d\ude00\",\"clientMessageId\":\"01J\"}",
          "{\"receiverId\":\"2\",\"content\":\"b\",\"attachmentUrl\":\"https://cdn.example/a.png\"}",
          "{\"upTo\":\"1\"}",
          "{}");

  private static final List<String> EVENTS =
      List.of(
          "421[\"join_conversation\",{\"conversationId\":1,\"afterSeq\":0}]",
          "422[\"send_message\",{\"receiverId\":2,\"content\":\"c\",\"clientMessageId\":\"x\"}]",
          "42[\"send_message\",{\"receiverId\":\"2\",\"conversationId\":\"1\",\"content\":\"d\"}]",
          "42[\"typing\",{\"conversationId\":1}]",
          "42[\"stop_typing\",{\"conversationId\":1}]",
          "423[\"mark_as_read\",{\"conversationId\":1,\"upTo\":1}]",
          "42[\"join_personal_room\"]",
          "424[\"check_online\",{\"userIds\":[1,\"2\",3]}]",
          "425[\"refresh_token\",{\"token\":\"TOKEN\"}]",
          "426[\"sync\",{\"cursor\":\"CURSOR\",\"limit\":5}]",
          "451-[\"typing\",{\"conversationId\":{\"_placeholder\":true,\"num\":0}}]",
          "42[\"leave_conversation\",{\"conversationId\":1}]");

  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
          "Host: localhost",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "",
          "");

  private final URI address;
  private final String token;
  private final String cursor;
  private final Random random;
  private final Mutator mutator;

  /**
   * @param cursor of this user, as the service gave it
   */
  HostileClient(URI address, String token, String cursor, long number) {
    this.address = address;
    this.token = token;
    this.cursor = cursor;
    this.random = new Random(number);
    this.mutator = new Mutator(random);
  }

  /**
   * Does it.
   *
   * @return what the service has answered, if it never should
   */
  Optional<String> run() throws IOException {
    boolean http = random.nextInt(5) < 3;
    String heard = exchange(http ? request() : conversation());
    Matcher never = NEVER.matcher(heard);
    return never.find() ? Optional.of(heard) : Optional.empty();
  }

  private byte[] request() {
    byte[] target = utf8(filledIn(pick(REQUESTS)));
    byte[] body = utf8(pick(BODIES));
    boolean whole = random.nextInt(4) == 0;
    if (!whole) {
      target = random.nextBoolean() ? target : mutator.mutate(target);
      body = random.nextBoolean() ? body : mutator.mutate(body);
    }
    byte[] request =
        joined(
            target,
            utf8(
                " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length
                    + "\r\n\r\n"),
            body);
    return whole ? mutator.mutate(request) : request;
  }

  /** A socket of that user, which is well until it is connected. */
  private byte[] conversation() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(utf8(UPGRADE));
    byte[] connect = utf8("40{\"token\":\"" + token + "\"}");
    bytes.writeBytes(frame(random.nextInt(10) == 0 ? mutator.mutate(connect) : connect));
    for (int events = 1 + random.nextInt(6); events > 0; events--) {
      byte[] event = utf8(filledIn(pick(EVENTS)));
      bytes.writeBytes(frame(random.nextInt(3) == 0 ? event : mutator.mutate(event)));
    }
    return bytes.toByteArray();
  }

  /** A final text frame, masked with zeros (RFC 6455, section 5.2); mostly well-formed UTF-8. */
  private byte[] frame(byte[] payload) {
    byte[] text = Arrays.copyOf(payload, Math.min(payload.length, MAX_FRAME));
    if (random.nextInt(20) > 0) {
      text = utf8(new String(text, StandardCharsets.UTF_8));
    }
    ByteBuffer frame = ByteBuffer.allocate(text.length + 8).put((byte) 0x81);
    if (text.length < 126) {
      frame.put((byte) (0x80 | text.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) text.length);
    }
    frame.putInt(0).put(text);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private String exchange(byte[] bytes) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes);
      if (random.nextBoolean()) {
        socket.shutdownOutput();
      }
      socket.getInputStream().transferTo(heard);
    } catch (SocketTimeoutException | SocketException over) {
      // it waits for more, or has hung up, as it may
    }
    return heard.toString(StandardCharsets.UTF_8);
  }

  private String filledIn(String template) {
    return template
        .replace("TOKEN", token)
        .replace("CURSOR", cursor)
        .replace("ORIGIN", cursor.split("_", -1)[1]);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
