package io.parley.bench.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept open, for one request at a time: small enough not to be what
 * limits a measurement. It understands responses with a {@code Content-Length}, which is what the
 * service sends. Used by one thread.
 */
public final class RestConnection implements AutoCloseable {
  private static final int ANSWER_MILLIS = 30_000;
  private static final int MAX_BODY = 10_000_000;

  private final Socket socket;
  private final InputStream in;
  private final String headers;

  /** Connects, and will present the token with every request. */
  public RestConnection(InetSocketAddress server, String token) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    headers = "Host: " + server.getHostString() + "\r\nAuthorization: Bearer " + token + "\r\n";
  }

  /** What came back. */
  public record Response(int status, Text body) {}

  /** Sends JSON and waits for the answer. */
  public Response post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return request(
        "POST " + path, "Content-Type: application/json\r\nContent-Length: " + body.length, body);
  }

  /** Asks, and waits for the answer. */
  public Response get(String path) throws IOException {
    return request("GET " + path, "Accept: application/json", new byte[0]);
  }

  /** Asks for a change without a body, and waits for the answer. */
  public Response put(String path) throws IOException {
    return request("PUT " + path, "Content-Length: 0", new byte[0]);
  }

  private Response request(String line, String more, byte[] body) throws IOException {
    byte[] head =
        (line + " HTTP/1.1\r\n" + headers + more + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    socket.getOutputStream().write(request);
    return response();
  }

  private Response response() throws IOException {
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).trim());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    byte[] body = chunked ? chunks() : bytes(length);
    Text text = new Text();
    text.set(body, 0, body.length);
    return new Response(Integer.parseInt(status.split(" ", 3)[1]), text);
  }

  /** A body whose length is not known beforehand (RFC 9112, section 7.1); without trailers. */
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length;
    do {
      length = Integer.parseInt(line(), 16);
      body.write(bytes(length));
      line();
    } while (length > 0 && body.size() <= MAX_BODY);
    return body.toByteArray();
  }

  private byte[] bytes(int length) throws IOException {
    if (length > MAX_BODY) {
      throw new IOException("an answer of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("half an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the service has closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
