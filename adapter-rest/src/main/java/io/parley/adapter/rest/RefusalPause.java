package io.parley.adapter.rest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets the answer to a request that is refused (status 400 to 499) wait for a moment, and with it
 * its connection: whoever asks on regardless is held to fifty requests a second on each of them, at
 * the cost of a timer, where others would wait for what he costs.
 */
final class RefusalPause extends Handler.Wrapper {
  static final Duration PAUSE = Duration.ofMillis(20);

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, new Paused(response), callback);
  }

  private final class Paused extends Response.Wrapper {
    private boolean hasBegun;

    Paused(Response response) {
      super(response.getRequest(), response);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
      if (hasBegun || !HttpStatus.isClientError(getStatus())) {
        hasBegun = true;
        super.write(last, bytes, callback);
      } else {
        hasBegun = true;
        getServer()
            .getScheduler()
            .schedule(
                () -> goOn(() -> super.write(last, bytes, callback), callback),
                PAUSE.toMillis(),
                TimeUnit.MILLISECONDS);
      }
    }

    private void goOn(Runnable write, Callback callback) {
      try {
        getServer().getThreadPool().execute(write);
      } catch (RejectedExecutionException full) {
        callback.failed(full);
      }
    }
  }
}
