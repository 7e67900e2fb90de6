package io.parley.bootstrap.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A file of the class path that browsers ask for each time, and load only when it has changed. */
final class StaticFile {
  private final String contentType;
  private final String etag;
  private final ByteBuffer content;

  private StaticFile(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.etag = etagOf(bytes);
    this.content = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /**
   * Reads a file; empty if there is none.
   *
   * @param resource beside this class, or with a slash at its beginning; its type is by its ending
   */
  static Optional<StaticFile> load(String resource) {
    try (InputStream stream = StaticFile.class.getResourceAsStream(resource)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(new StaticFile(contentTypeOf(resource), stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentTypeOf(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "js" -> "application/javascript; charset=utf-8";
      case "map" -> "application/json; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String etagOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isAskedForBy(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  void answer(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.ETAG, etag);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=0");
    String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
    if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      callback.succeeded();
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.remaining());
    boolean bodyless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodyless ? ByteBuffer.allocate(0) : content.slice(), callback);
  }
}
