package io.parley.bootstrap.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Serves the official browser client as the Node.js server does, from where the build has put it,
 * and passes every other request on. A build without npm has no such files: then nothing is served.
 */
public final class ClientScripts extends Handler.Wrapper {
  private static final String PATH = "/socket.io/";
  private static final List<String> NAMES =
      List.of("socket.io.js", "socket.io.min.js", "socket.io.js.map", "socket.io.min.js.map");

  private final Map<String, Script> scripts = new HashMap<>();

  public ClientScripts() {
    for (String name : NAMES) {
      Script script = Script.load(name);
      if (script != null) {
        scripts.put(PATH + name, script);
      }
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Script script = scripts.get(Request.getPathInContext(request));
    boolean reading =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    if (script == null || !reading) {
      return super.handle(request, response, callback);
    }
    script.answer(request, response, callback);
    return true;
  }

  private record Script(String contentType, String etag, ByteBuffer content) {
    static @Nullable Script load(String name) {
      try (InputStream stream = ClientScripts.class.getResourceAsStream(name)) {
        if (stream == null) {
          return null;
        }
        byte[] bytes = stream.readAllBytes();
        String contentType =
            name.endsWith(".map")
                ? "application/json; charset=utf-8"
                : "application/javascript; charset=utf-8";
        return new Script(contentType, etagOf(bytes), ByteBuffer.wrap(bytes).asReadOnlyBuffer());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String etagOf(byte[] bytes) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Browsers ask each time, and load only what has changed. Any page may load a script. */
    void answer(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.ETAG, etag);
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=0");
      response.getHeaders().put("Cross-Origin-Resource-Policy", "cross-origin");
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
}
