package io.parley.bootstrap.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A small file in memory, with what browsers need to keep it; for those that take it, compressed.
 *
 * @param hash of the content
 */
record StaticFile(String contentType, String hash, ByteBuffer content, ByteBuffer compressed) {
  static StaticFile of(String name, ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return new StaticFile(
        contentType(name),
        hashOf(bytes),
        ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
        ByteBuffer.wrap(compressed(bytes)).asReadOnlyBuffer());
  }

  /** A file of the class path, beside this class or by its whole path; empty if there is none. */
  static Optional<StaticFile> load(String resource) {
    try (InputStream stream = StaticFile.class.getResourceAsStream(resource)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(of(resource, ByteBuffer.wrap(stream.readAllBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "application/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "map" -> "application/json; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }

  private static String hashOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] compressed(byte[] bytes) {
    var buffer = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(buffer)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.toByteArray();
  }

  static boolean isRead(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  /** Answers a request to read it; what the response says of caching is up to the caller. */
  void answer(Request request, Response response, Callback callback) {
    HttpFields asked = request.getHeaders();
    boolean gzip = asked.contains(HttpHeader.ACCEPT_ENCODING, "gzip");
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.ETAG, '"' + hash + (gzip ? "-gzip" : "") + '"');
    headers.add(HttpHeader.VARY, "Accept-Encoding");
    String known = asked.get(HttpHeader.IF_NONE_MATCH);
    if (known != null && (known.contains(hash) || known.strip().equals("*"))) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      callback.succeeded();
      return;
    }
    ByteBuffer body = gzip ? compressed : content;
    if (gzip) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    headers.put(HttpHeader.CONTENT_TYPE, contentType);
    headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodyless ? ByteBuffer.allocate(0) : body.slice(), callback);
  }
}
