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
import org.jspecify.annotations.Nullable;

/**
 * A small file in memory, with what browsers need to keep it; for those that take it, compressed.
 * Hash and compressed form are made for the first request: no start waits for them.
 */
final class StaticFile {
  private final String contentType;
  private final byte[] content;
  private volatile @Nullable Forms forms;

  private StaticFile(String contentType, byte[] content) {
    this.contentType = contentType;
    this.content = content;
  }

  static StaticFile of(String name, ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return new StaticFile(contentType(name), bytes);
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

  static boolean isRead(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  /** Answers a request to read it; what the response says of caching is up to the caller. */
  void answer(Request request, Response response, Callback callback) {
    Forms ready = forms();
    HttpFields asked = request.getHeaders();
    boolean gzip = asked.contains(HttpHeader.ACCEPT_ENCODING, "gzip");
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.ETAG, '"' + ready.hash() + (gzip ? "-gzip" : "") + '"');
    headers.add(HttpHeader.VARY, "Accept-Encoding");
    String known = asked.get(HttpHeader.IF_NONE_MATCH);
    if (known != null && (known.contains(ready.hash()) || known.strip().equals("*"))) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      callback.succeeded();
      return;
    }
    ByteBuffer body = gzip ? ready.compressed() : ready.plain();
    if (gzip) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    headers.put(HttpHeader.CONTENT_TYPE, contentType);
    headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodyless ? ByteBuffer.allocate(0) : body.slice(), callback);
  }

  /** Two first requests at the same time both make them, and they are the same. */
  private Forms forms() {
    Forms made = forms;
    if (made == null) {
      made = Forms.of(content);
      forms = made;
    }
    return made;
  }

  /**
   * What is sent.
   *
   * @param hash of the content
   */
  private record Forms(String hash, ByteBuffer plain, ByteBuffer compressed) {
    static Forms of(byte[] bytes) {
      return new Forms(
          hashOf(bytes),
          ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
          ByteBuffer.wrap(compressed(bytes)).asReadOnlyBuffer());
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
  }
}
