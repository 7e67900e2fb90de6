package io.parley.bootstrap.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.parley.adapter.rest.RestApi;
import io.parley.bootstrap.config.HttpConfig;
import io.parley.bootstrap.config.StartupException;
import io.parley.server.ServedChat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server of a service, with its REST API, its sockets, its documents and its pages. */
public final class HttpService implements AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
  private static final Duration REQUEST_DRAIN_LIMIT = Duration.ofSeconds(3);

  private final Javalin http;
  private final RestApi api;
  private final ScheduledExecutorService timer;
  private final URI address;

  private HttpService(Javalin http, RestApi api, ScheduledExecutorService timer, URI address) {
    this.http = http;
    this.api = api;
    this.timer = timer;
    this.address = address;
  }

  /**
   * Accepts connections as soon as this returns.
   *
   * @param tls empty for plain HTTP
   * @param outer are asked before the chat, the last one first
   * @param timer for the stop
   * @throws StartupException if the port is not to be had
   */
  public static HttpService start(
      HttpConfig config,
      Optional<Tls> tls,
      ServedChat chat,
      ApiDocuments documents,
      List<Handler.Wrapper> outer,
      ScheduledExecutorService timer) {
    Javalin http =
        Javalin.create(
            javalin -> {
              javalin.startup.showJavalinBanner = false;
              javalin.startup.showOldJavalinVersionWarning = false;
              javalin.startup.startupWatcherEnabled = false;
              chat.api().install(javalin);
              documents.register(javalin.routes);
              javalin.jetty.addConnector(
                  (jetty, settings) -> ChatConnector.create(jetty, settings, config, tls));
              javalin.jetty.modifyServer(
                  jetty -> {
                    jetty.insertHandler(chat.sockets().handler());
                    outer.forEach(jetty::insertHandler);
                    jetty.insertHandler(new GracefulHandler());
                    jetty.setStopTimeout(REQUEST_DRAIN_LIMIT.toMillis());
                  });
            });
    try {
      http.start();
    } catch (JavalinBindException e) {
      throw new StartupException(
          "Port " + config.port() + " is in use or not allowed: choose another one with --port", e);
    }
    var address = URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + http.port());
    return new HttpService(http, chat.api(), timer, address);
  }

  /** Where it listens, or has listened, as seen from this machine. */
  public URI address() {
    return address;
  }

  /** The methods and paths that it answers. */
  public Set<Endpoint> endpoints() {
    return http.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> new Endpoint(endpoint.method.name(), endpoint.path))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Takes no new requests; those that run are answered, what takes too long with a 503. */
  @Override
  public void close() {
    var limit = timer.schedule(api::giveUp, REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    http.stop();
    limit.cancel(false);
  }
}
