package io.parley.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request be handled once its body is there, so that no thread waits for a slow sender: a
 * route reads without blocking. Of a body that is too large it keeps enough for that to be seen,
 * and reads the rest, up to a bound, so that its sender reads the refusal: a connection that is
 * closed over unread bytes loses the answer.
 *
 * <p>A client that expects to be told to go on is told at once, by Jetty, unless it says itself
 * that its body is too large: then the route refuses it, and nothing needs to be sent.
 */
final class BodyFirst extends Handler.Wrapper {
  private static final int MAX_KEPT_BYTES = RequestBody.MAX_BYTES + 1;
  private static final long MAX_READ_BYTES = 16 * 1024 * 1024;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    boolean bodyless = request.getLength() <= 0 && !chunked;
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
    if (bodyless || (waits && request.getLength() > RequestBody.MAX_BYTES)) {
      return super.handle(request, response, callback);
    }
    new Reading(request, response, callback).read();
    return true;
  }

  private void handleWhole(Request whole, Response response, Callback callback) {
    try {
      if (!super.handle(whole, response, callback)) {
        Response.writeError(whole, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable failure) {
      Response.writeError(whole, response, callback, failure);
    }
  }

  /** One request whose body is coming in. */
  private final class Reading {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long readBytes;

    Reading(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void read() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this::read);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          handleWhole(new Whole(request, kept, chunk.getFailure()), response, callback);
          return;
        }
        readBytes += chunk.remaining();
        keep(chunk.getByteBuffer());
        chunk.release();
        if (chunk.isLast() || readBytes > MAX_READ_BYTES) {
          handleWhole(new Whole(request, kept, null), response, callback);
          return;
        }
      }
    }

    private void keep(ByteBuffer bytes) {
      byte[] more = new byte[Math.min(bytes.remaining(), MAX_KEPT_BYTES - kept.size())];
      bytes.get(more);
      kept.writeBytes(more);
    }
  }

  /** A request whose body, or the failure to read it, is there. */
  private static final class Whole extends Request.Wrapper {
    private final @Nullable Throwable failure;
    private final HttpFields headers;
    private Content.Chunk next;

    Whole(Request request, ByteArrayOutputStream body, @Nullable Throwable failure) {
      super(request);
      this.failure = failure;
      HttpFields present = request.getHeaders();
      this.headers =
          present.contains(HttpHeader.EXPECT)
              ? HttpFields.build(present).remove(HttpHeader.EXPECT).asImmutable()
              : present;
      this.next = Content.Chunk.from(ByteBuffer.wrap(body.toByteArray()), true);
    }

    /** Without the wish to be told to go on, which is fulfilled. */
    @Override
    public HttpFields getHeaders() {
      return headers;
    }

    @Override
    public Content.Chunk read() {
      if (failure != null) {
        return Content.Chunk.from(failure, true);
      }
      Content.Chunk chunk = next;
      next = Content.Chunk.EOF;
      return chunk;
    }

    @Override
    public void demand(Runnable demandCallback) {
      getContext().execute(demandCallback); // there is always something to be read
    }
  }
}
