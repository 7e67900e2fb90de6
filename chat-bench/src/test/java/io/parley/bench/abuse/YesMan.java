package io.parley.bench.abuse;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that does whatever it is asked to, or fails at all of it. */
final class YesMan implements AutoCloseable {
  private static final int TEXT = 1;

  private final ServerSocket server;
  private final String status;
  private final String body;
  private final String acknowledgement;

  private YesMan(String status, String body, String acknowledgement) throws IOException {
    this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    this.status = status;
    this.body = body;
    this.acknowledgement = acknowledgement;
    Thread acceptor = new Thread(this::accept, "yes-man");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Grants everything, and tells what it is told to. */
  static YesMan granting(String secret) throws IOException {
    return new YesMan(
        "200 OK",
        "{\"success\":true,\"data\":\"" + secret + "\"}",
        "[{\"ok\":true,\"data\":\"" + secret + "\"}]");
  }

  /** Fails whenever it is asked. */
  static YesMan failing() throws IOException {
    return new YesMan(
        "500 Internal Server Error",
        "{\"code\":\"internal_error\"}",
        "[{\"ok\":false,\"error\":{\"code\":\"internal_error\"}}]");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread thread = new Thread(() -> serve(client), "yes-man-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (true) {
        String head = head(in);
        if (head.contains("Upgrade: websocket")) {
          write(out, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
          text(out, "0{\"sid\":\"a\"}");
          converse(in, out);
          return;
        }
        in.skipNBytes(bodyLength(head));
        write(
            out,
            "HTTP/1.1 "
                + status
                + "\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
      }
    } catch (IOException hungUp) {
      // as attackers do
    }
  }

  private void converse(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      String message = message(in);
      if (message.startsWith("40")) {
        text(out, "40{\"sid\":\"b\"}");
      } else if (message.startsWith("42") && message.indexOf('[') > 2) {
        text(out, "43" + message.substring(2, message.indexOf('[')) + acknowledgement);
      } else {
        text(out, "42[\"heard\",{\"conversationId\":1}]");
      }
    }
  }

  private static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private static long bodyLength(String head) {
    String name = "Content-Length: ";
    int at = head.indexOf(name);
    return at < 0 ? 0 : Long.parseLong(head.substring(at + name.length(), head.indexOf('\r', at)));
  }

  /** The payload of one frame, whose mask is one of zeros. */
  private static String message(DataInputStream in) throws IOException {
    in.skipNBytes(1);
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    in.skipNBytes(4);
    return new String(in.readNBytes((int) Math.max(0, length)), StandardCharsets.UTF_8);
  }

  private static void text(OutputStream out, String message) throws IOException {
    byte[] payload = message.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | TEXT);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
