package io.parley.adapter.websocket.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests below the server's path, checks them as the Node.js server does and hands them
 * to polling or WebSocket. The client's script files below the same path are somebody else's.
 */
final class EngineHandler extends Handler.Wrapper {
  private static final String POLLING = "polling";
  private static final String WEBSOCKET = "websocket";
  private static final String PERMESSAGE_DEFLATE = "permessage-deflate";
  private static final String PROTOCOL_VERSION = "4";

  static final Duration REFUSAL_PAUSE = Duration.ofMillis(20);

  private static final Set<String> OWN_PARAMETERS = Set.of("EIO", "transport", "sid", "t", "b64");

  private final EngineServer server;
  private final CorsHeaders cors;
  private final Configuration.ConfigurationCustomizer webSocketConfiguration;
  private @Nullable WebSocketMappings webSocketMappings;

  EngineHandler(EngineServer server) {
    this.server = server;
    this.cors = new CorsHeaders(server.config().origins());
    this.webSocketConfiguration = new Configuration.ConfigurationCustomizer();
    // Our heartbeat finds dead connections; Jetty's idle timeout would need a timer for each.
    webSocketConfiguration.setIdleTimeout(Duration.ZERO);
    webSocketConfiguration.setMaxFrameSize(server.config().maxPayload());
    webSocketConfiguration.setAutoFragment(true);
  }

  @Override
  protected void doStart() throws Exception {
    server.start(getServer().getThreadPool());
    webSocketMappings =
        new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(getServer()));
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    server.stop();
    super.doStop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(server.config().path()) || isScript(path)) {
      return super.handle(request, response, callback);
    }
    cors.add(request, response);
    if (CorsHeaders.isPreflight(request)) {
      cors.answerPreflight(request, response, callback);
    } else if (isUpgrade(request)) {
      handleUpgrade(request, response, callback);
    } else {
      handlePolling(request, response, callback);
    }
    return true;
  }

  private static boolean isScript(String path) {
    return path.endsWith(".js") || path.endsWith(".js.map");
  }

  private static boolean isUpgrade(Request request) {
    return request.getHeaders().contains(HttpHeader.UPGRADE, WEBSOCKET);
  }

  // --- polling -------------------------------------------------------------------------------

  private void handlePolling(Request request, Response response, Callback callback) {
    Fields query = queryOf(request);
    EngineError error = query == null ? EngineError.BAD_REQUEST : verify(request, query, false);
    if (query == null || error != null) {
      refuse(response, callback, error == null ? EngineError.BAD_REQUEST : error);
      return;
    }
    String id = query.getValue("sid");
    if (id == null) {
      server.openPolling(handshakeOf(request, query), pollOf(request, response, callback));
    } else {
      handleSession(id, request, response, callback);
    }
  }

  private void handleSession(String id, Request request, Response response, Callback callback) {
    EngineSession session = server.session(id);
    if (session == null) {
      refuse(response, callback, EngineError.SESSION_UNKNOWN);
    } else if (HttpMethod.GET.is(request.getMethod())) {
      EngineError error = session.poll(pollOf(request, response, callback));
      if (error != null) {
        refuse(response, callback, error);
      }
    } else if (HttpMethod.POST.is(request.getMethod())) {
      new PollingPost(session, request, response, callback).start();
    } else {
      refuse(response, callback, EngineError.BAD_REQUEST);
    }
  }

  private void refuse(Response response, Callback callback, EngineError error) {
    server.countRefusal(error);
    afterPause(() -> HttpAnswer.error(response, callback, error), callback);
  }

  /** No thread waits, but the connection of a client that asks on regardless does. */
  private void afterPause(Runnable answer, Callback callback) {
    getServer()
        .getScheduler()
        .schedule(() -> goOn(answer, callback), REFUSAL_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void goOn(Runnable answer, Callback callback) {
    try {
      getServer().getThreadPool().execute(answer);
    } catch (RejectedExecutionException full) {
      callback.failed(full);
    }
  }

  private PollResponse pollOf(Request request, Response response, Callback callback) {
    return new PollResponse(request, response, callback, server);
  }

  // --- WebSocket -----------------------------------------------------------------------------

  private void handleUpgrade(Request request, Response response, Callback callback) {
    Fields query = queryOf(request);
    EngineError error = query == null ? EngineError.BAD_REQUEST : verify(request, query, true);
    if (query == null || error != null || !upgrade(request, query, response, callback)) {
      EngineError why = error == null ? EngineError.BAD_REQUEST : error;
      server.countRefusal(why);
      afterPause(() -> HttpAnswer.upgradeError(response, callback, why), callback);
    }
  }

  private boolean upgrade(Request request, Fields query, Response response, Callback callback) {
    WebSocketMappings mappings = webSocketMappings;
    String id = query.getValue("sid");
    EngineSession session = id == null ? null : server.session(id);
    if (mappings == null || (id != null && session == null)) {
      return false;
    }
    WebSocketTransport transport =
        session == null
            ? new WebSocketTransport(server, handshakeOf(request, query))
            : new WebSocketTransport(server, session);
    try {
      return mappings.upgrade(
          (upgradeRequest, upgradeResponse, upgradeCallback) -> {
            upgradeResponse.setExtensions(agreed(upgradeRequest.getExtensions()));
            return transport;
          },
          new UpgradeRequest(request),
          response,
          callback,
          webSocketConfiguration);
    } catch (RuntimeException e) {
      return false; // a required header is missing or makes no sense
    }
  }

  /** Which of the extensions that a client asks for it gets. */
  private List<ExtensionConfig> agreed(List<ExtensionConfig> wanted) {
    return server.config().compression().webSocket()
        ? wanted.stream().filter(one -> PERMESSAGE_DEFLATE.equals(one.getName())).limit(1).toList()
        : List.of();
  }

  /**
   * A request without its address. Jetty keeps that with every WebSocket, taken apart, which is a
   * quarter of all that it keeps, and we have no use for it.
   */
  private static final class UpgradeRequest extends Request.Wrapper {
    private static final HttpURI NOWHERE = HttpURI.from("/");

    UpgradeRequest(Request request) {
      super(request);
    }

    @Override
    public HttpURI getHttpURI() {
      return NOWHERE;
    }
  }

  // --- checks, in the order of the Node.js server ------------------------------------------------

  private @Nullable EngineError verify(Request request, Fields query, boolean upgrade) {
    String transport = query.getValue("transport");
    if (!POLLING.equals(transport) && !WEBSOCKET.equals(transport)) {
      return EngineError.TRANSPORT_UNKNOWN;
    }
    if (!cors.permits(request)) {
      return EngineError.FORBIDDEN;
    }
    if (upgrade != WEBSOCKET.equals(transport) && (upgrade || query.getValue("sid") == null)) {
      return HttpMethod.GET.is(request.getMethod())
          ? EngineError.BAD_REQUEST
          : EngineError.BAD_HANDSHAKE_METHOD;
    }
    String id = query.getValue("sid");
    return id == null ? verifyHandshake(request, query) : verifySession(id, transport, upgrade);
  }

  private @Nullable EngineError verifyHandshake(Request request, Fields query) {
    if (!HttpMethod.GET.is(request.getMethod())) {
      return EngineError.BAD_HANDSHAKE_METHOD;
    }
    if (!PROTOCOL_VERSION.equals(query.getValue("EIO"))) {
      return EngineError.UNSUPPORTED_PROTOCOL_VERSION;
    }
    if (!server.isAccepting()) {
      return EngineError.SHUTTING_DOWN;
    }
    return server.admits(Request.getRemoteAddr(request)) ? null : EngineError.TOO_MANY_REQUESTS;
  }

  private @Nullable EngineError verifySession(String id, String transport, boolean upgrade) {
    if (server.session(id) == null) {
      return EngineError.SESSION_UNKNOWN;
    }
    return !upgrade && WEBSOCKET.equals(transport) ? EngineError.BAD_REQUEST : null;
  }

  // --- what a request says -----------------------------------------------------------------------

  private static @Nullable Fields queryOf(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (HttpException.RuntimeException | IllegalArgumentException e) {
      return null;
    }
  }

  private HandshakeRequest handshakeOf(Request request, Fields query) {
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : query) {
      if (!OWN_PARAMETERS.contains(field.getName())) {
        parameters.put(field.getName(), field.getValue());
      }
    }
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (server.config().keptHeaders().contains(name) && field.getValue() != null) {
        headers.merge(name, field.getValue(), (first, second) -> first + ", " + second);
      }
    }
    return new HandshakeRequest(
        parameters, headers, Request.getRemoteAddr(request), request.isSecure(), Instant.now());
  }
}
