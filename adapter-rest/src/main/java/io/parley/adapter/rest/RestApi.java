package io.parley.adapter.rest;

import static org.eclipse.jetty.http.UriCompliance.Violation.UTF16_ENCODINGS;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinServlet;
import io.parley.application.contact.Contacts;
import io.parley.application.conversation.ListConversations;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.application.user.FindUsers;
import io.parley.domain.message.Message;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API of the chat: everything below {@value #BASE_PATH} and {@code /api/admin}, {@code GET
 * /}, {@code /health} and {@code /metrics}. {@link #install} makes it all of a Javalin application,
 * which answers every error in JSON from then on, as the API's contract says; {@link #context} adds
 * it to a server that has other things to do.
 *
 * @since 0.1
 */
public final class RestApi {
  public static final String BASE_PATH = "/api/chat";

  /** One is made for each answer, and most answers are far smaller. */
  private static final int RESPONSE_BUFFER_BYTES = 4_096;

  /** {@code docs/security.md} has these numbers. */
  private static final WriteBehind.Limits SLOWEST_READER =
      new WriteBehind.Limits(
          64 * 1024 * 1024, Duration.ofSeconds(20), 1_024, Duration.ofSeconds(1));

  /** Of requests that are still coming in; {@code docs/security.md} has it. */
  private static final long MAX_HELD_BODY_BYTES = 64 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);

  private final UseCases useCases;
  private final Authentication authentication;
  private final RateLimiter limiter;
  private final Optional<AdminAccess> admin;
  private final LaterAnswers later;
  private final CorsPolicy cors;
  private final Operations operations;

  /**
   * @param limiter counts what users do; what it refuses is answered with 429 and {@code
   *     Retry-After}
   * @param admin what the host's own services may do; without it there is nothing at its paths
   * @param blocking runs whatever waits for the store; should have a bound, what it rejects is
   *     answered with 503 and {@code Retry-After}
   * @param origins the web origins whose pages may call the API with cookies, such as {@code
   *     https://chat.example}
   * @param operations what those who run the service see of it
   * @throws IllegalArgumentException if one of the origins is none
   */
  public RestApi(
      UseCases useCases,
      TokenVerifier tokens,
      RateLimiter limiter,
      Optional<AdminAccess> admin,
      Executor blocking,
      Collection<String> origins,
      Operations operations) {
    this.useCases = useCases;
    this.limiter = limiter;
    this.admin = admin;
    this.cors = new CorsPolicy(origins);
    this.authentication = new Authentication(tokens, new CookieGuard(cors));
    this.later = new LaterAnswers(blocking);
    this.operations = operations;
  }

  /**
   * What the API lets a client do.
   *
   * @param contacts without them there is nothing at their paths
   */
  public record UseCases(
      SendMessage sendMessage,
      DeleteMessage deleteMessage,
      ReadHistory readHistory,
      SearchMessages searchMessages,
      ListConversations listConversations,
      MarkRead markRead,
      ListUnread listUnread,
      CatchUp catchUp,
      FindUsers findUsers,
      Optional<Contacts> contacts) {}

  /**
   * What those who run the service see of it.
   *
   * @param metrics empty if nobody may read them here
   */
  public record Operations(
      Readiness readiness, RequestObserver observer, Optional<MetricsPage> metrics) {
    /** Nothing but the answer to whether it is ready. */
    public static Operations of(Readiness readiness) {
      return new Operations(readiness, RequestObserver.none(), Optional.empty());
    }
  }

  /** What Jackson writes as the {@code Message} of this API. */
  public static Object shape(Message message) {
    return MessageResponse.from(message);
  }

  /**
   * Adds the routes, the error answers, CORS, request ids and the request log to an application
   * that is not started yet and serves nothing else, and security headers to every answer of its
   * server, whoever gives it.
   */
  public void install(JavalinConfig config) {
    installApi(config);
    new HealthRoutes(operations.readiness()).register(config.routes);
    operations.metrics().ifPresent(page -> new MetricsRoutes(page).register(config.routes));
    // %u0041 is no encoding of RFC 3986; Jetty would decode it where Javalin cannot
    // by default Jetty takes a value for one of the same connection that differs only in case: a
    // token, for instance; to recognise a long value costs more than to read it
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setHeaderCacheSize(0);
          http.setUriCompliance(http.getUriCompliance().without("STANDARD", UTF16_ENCODINGS));
          http.addCustomizer(new SecurityHeaders());
        });
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JsonErrorHandler());
          guards().forEach(server::insertHandler);
        });
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(new JsonErrorHandler()));
  }

  /**
   * The API alone, without health and metrics, for a Jetty 12.1 server that serves other things as
   * well: whatever it gets it answers as {@link #install} would, and nothing else of that server is
   * changed. One that Jetty refuses before any handler is asked is answered by that server.
   *
   * @param path below which the API is; empty, or like {@code /support}
   * @param inFront is asked before the API, and answers as it does
   */
  public Handler context(String path, Handler.Wrapper inFront) {
    String contextPath = path.isEmpty() ? "/" : path;
    var servlet = new ServletContextHandler(contextPath, ServletContextHandler.NO_SESSIONS);
    servlet.setErrorHandler(new JsonErrorHandler());
    servlet.addServlet(new ServletHolder(servlet()), "/*");
    var context = new ContextHandler(contextPath);
    context.setErrorHandler(new JsonErrorHandler());
    context.setHandler(servlet);
    guards().forEach(context::insertHandler);
    context.insertHandler(inFront);
    context.insertHandler(new ForeignServer());
    return context;
  }

  private JavalinServlet servlet() {
    Javalin unstarted =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              installApi(config);
            });
    return new JavalinServlet(unstarted.unsafe);
  }

  /** What stands in front of the routes, the innermost first. */
  private static List<Handler.Wrapper> guards() {
    return List.of(
        new BodyFirst(MAX_HELD_BODY_BYTES), new WriteBehind(SLOWEST_READER), new RefusalPause());
  }

  private void installApi(JavalinConfig config) {
    config.http.prefer405over404 = true;
    config.http.responseBufferSize = RESPONSE_BUFFER_BYTES;
    config.router.javaLangErrorHandler(RestApi::logError);
    config.requestLogger.http(new RequestLog(operations.observer())::write);
    installFilters(config.routes);
    installRoutes(config.routes);
  }

  /**
   * Answers 503 with {@code Retry-After} to every request that still waits for the store. For the
   * end of a service: a server that stops would break these requests off with a 500.
   */
  public void giveUp() {
    later.giveUp();
  }

  /**
   * The OpenAPI 3.1 document of the API, in JSON; what is at {@code /api/admin} is in it if that is
   * there, and so are contact requests and blocks. It names the paths of the documents as well,
   * which whoever wires this serves.
   *
   * @param version what it says to be the version of the service
   */
  public byte[] openApi(String version) {
    OpenApi whole = OpenApi.of(version);
    OpenApi offered = useCases.contacts().isPresent() ? whole : whole.withoutContacts();
    return (admin.isPresent() ? offered : offered.withoutAdmin()).bytes();
  }

  private void installFilters(RoutesConfig routes) {
    routes.before(this::prepare);
    routes.exception(Exception.class, ErrorAnswers::answerUnlessOver);
    routes.exception(HttpResponseException.class, ErrorAnswers::answerUnlessOver);
    routes.after(ErrorAnswers::answerIfEmpty);
  }

  private void installRoutes(RoutesConfig routes) {
    UserRoutes userRoutes = new UserRoutes(routes, BASE_PATH, authentication, limiter, later);
    new MessageRoutes(useCases.sendMessage(), useCases.deleteMessage(), later).register(userRoutes);
    new ConversationRoutes(useCases.listConversations(), useCases.readHistory(), later)
        .register(userRoutes);
    new ReadReceiptRoutes(useCases.markRead(), useCases.listUnread(), later).register(userRoutes);
    new SearchRoutes(useCases.searchMessages(), later).register(userRoutes);
    new SyncRoutes(useCases.catchUp(), later).register(userRoutes);
    useCases
        .contacts()
        .ifPresent(
            contacts -> {
              new ContactRequestRoutes(contacts, later).register(userRoutes);
              new BlockRoutes(contacts.blockUser(), later).register(userRoutes);
            });
    new FindUsersRoutes(useCases.findUsers(), later).register(userRoutes);
    admin.ifPresent(
        access -> new AdminRoutes(access, useCases.findUsers(), later).register(routes));
  }

  private void prepare(Context ctx) {
    RequestMark.assign(ctx, operations.observer());
    cors.apply(ctx);
  }

  private static void logError(HttpServletResponse response, Error error) {
    String id = response.getHeader(RequestIds.HEADER);
    LOG.atError().addKeyValue("requestId", id).setCause(error).log("Request {} failed", id);
  }
}
