package io.parley.bootstrap.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Serves the official browser client as the Node.js server does, from where the build has put it,
 * and passes every other request on. A build without npm has no such files: then nothing is served.
 */
public final class ClientScripts extends Handler.Wrapper {
  private static final String PATH = "/socket.io/";
  private static final List<String> NAMES =
      List.of("socket.io.js", "socket.io.min.js", "socket.io.js.map", "socket.io.min.js.map");

  private final Map<String, StaticFile> scripts = new HashMap<>();

  public ClientScripts() {
    for (String name : NAMES) {
      StaticFile.load(name).ifPresent(script -> scripts.put(PATH + name, script));
    }
  }

  /** Browsers ask each time, and load only what has changed. Any page may load a script. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    StaticFile script = scripts.get(Request.getPathInContext(request));
    if (script == null || !StaticFile.isRead(request)) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=0");
    response.getHeaders().put("Cross-Origin-Resource-Policy", "cross-origin");
    script.answer(request, response, callback);
    return true;
  }
}
