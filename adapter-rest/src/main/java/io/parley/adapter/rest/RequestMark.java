package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.domain.conversation.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/**
 * What a request is known by, as far as that is known by now: its id, its caller, the conversation
 * that it is about. A thread that {@link #run works} for it names all of that in each line that it
 * logs, whichever class logs it.
 */
final class RequestMark {
  private static final String PREFIX = "/api/";
  private static final String FOLLOWED = FollowedRequest.class.getName();
  private static final String CONVERSATION = ConversationId.class.getName();

  private final FollowedRequest followed;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private RequestMark(Context ctx) {
    this.followed = followedBy(ctx);
    fields.put("requestId", RequestIds.of(ctx));
    Authentication.caller(ctx)
        .ifPresent(caller -> fields.put("userId", Long.toString(caller.value())));
    ConversationId conversation = ctx.attribute(CONVERSATION);
    if (conversation != null) {
      fields.put("conversationId", Long.toString(conversation.value()));
    }
  }

  /** Names a request that has just come, and lets somebody follow it if it is one of the API. */
  static void assign(Context ctx, RequestObserver observer) {
    RequestIds.assign(ctx);
    if (ctx.path().startsWith(ctx.contextPath() + PREFIX)) {
      FollowedRequest followed =
          observer.arrived(ctx.method().name(), name -> Optional.ofNullable(ctx.header(name)));
      if (followed != FollowedRequest.byNobody()) {
        ctx.attribute(FOLLOWED, followed);
        Request.addCompletionListener(
            ServletContextRequest.getServletContextRequest(ctx.req()), failure -> followed.ended());
      }
    }
  }

  static RequestMark of(Context ctx) {
    return new RequestMark(ctx);
  }

  static FollowedRequest followedBy(Context ctx) {
    FollowedRequest followed = ctx.attribute(FOLLOWED);
    return followed == null ? FollowedRequest.byNobody() : followed;
  }

  /** The request is about a conversation. */
  static void isAbout(ConversationId conversation, Context ctx) {
    ctx.attribute(CONVERSATION, conversation);
  }

  /** Runs on this thread what is done for the request. */
  void run(Runnable task) {
    FollowedRequest.Stretch begun = begin();
    try {
      task.run();
    } finally {
      begun.close();
    }
  }

  /** The same work, which may run on any thread, done for the request. */
  <T> Supplier<T> around(Supplier<T> work) {
    return () -> {
      FollowedRequest.Stretch begun = begin();
      try {
        return work.get();
      } finally {
        begun.close();
      }
    };
  }

  private FollowedRequest.Stretch begin() {
    FollowedRequest.Stretch stretch = followed.enter();
    fields.forEach(MDC::put);
    return () -> {
      fields.keySet().forEach(MDC::remove);
      stretch.close();
    };
  }
}
