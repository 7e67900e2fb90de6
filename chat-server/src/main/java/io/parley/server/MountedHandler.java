package io.parley.server;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Gives a chat the requests that are its own, and the handlers of the host all others, untouched.
 */
final class MountedHandler extends Handler.Wrapper {
  private final MountPath path;
  private final Handler chat;

  MountedHandler(MountPath path, Handler chat) {
    this.path = path;
    this.chat = chat;
    installBean(chat);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String asked = request.getHttpURI().getCanonicalPath();
    return (asked != null && path.covers(asked))
        ? chat.handle(request, response, callback)
        : super.handle(request, response, callback);
  }

  @Override
  public List<Handler> getHandlers() {
    return Stream.concat(Stream.of(chat), super.getHandlers().stream()).toList();
  }

  @Override
  public InvocationType getInvocationType() {
    return Invocable.combine(chat.getInvocationType(), super.getInvocationType());
  }
}
