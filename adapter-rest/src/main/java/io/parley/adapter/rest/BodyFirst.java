package io.parley.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
 * route reads without blocking. Of a body that is too large it keeps nothing, and reads the rest,
 * up to a bound, so that its sender reads the refusal: a connection that is closed over unread
 * bytes loses the answer. All bodies together may hold so many bytes; beyond them the connection
 * goes that has been sending for the longest.
 *
 * <p>A client that expects to be told to go on is told at once, by Jetty, unless it says itself
 * that its body is too large: then the route refuses it, and nothing needs to be sent.
 */
final class BodyFirst extends Handler.Wrapper {
  private static final long MAX_READ_BYTES = 16 * 1024 * 1024;

  /** Stands for every body that is. */
  private static final byte[] TOO_LARGE = new byte[RequestBody.MAX_BYTES + 1];

  private final long maxHeldBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Set<Reading> incomplete = ConcurrentHashMap.newKeySet();

  /**
   * @param maxHeldBytes what all bodies that are not complete may hold together
   */
  BodyFirst(long maxHeldBytes) {
    this.maxHeldBytes = maxHeldBytes;
  }

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

  /** Bytes of bodies that are not complete. */
  long heldBytes() {
    return heldBytes.get();
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

  private void makeRoom() {
    incomplete.stream()
        .filter(reading -> !reading.hungUp)
        .min(Comparator.comparingLong(reading -> reading.beganNanos))
        .ifPresent(Reading::hangUp);
  }

  /** One request whose body is coming in. */
  private final class Reading {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final long beganNanos = System.nanoTime();
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long readBytes;
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean hungUp;

    Reading(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void read() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          incomplete.add(this);
          request.demand(this::read);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          complete(chunk.getFailure());
          return;
        }
        readBytes += chunk.remaining();
        keep(chunk.getByteBuffer());
        boolean isLast = chunk.isLast();
        chunk.release();
        if (isLast || readBytes > MAX_READ_BYTES) {
          complete(null);
          return;
        }
      }
    }

    private void keep(ByteBuffer bytes) {
      if (isTooLarge()) {
        letGo();
        kept = new ByteArrayOutputStream(0);
        return;
      }
      byte[] more = new byte[bytes.remaining()];
      bytes.get(more);
      kept.writeBytes(more);
      held.addAndGet(more.length);
      if (heldBytes.addAndGet(more.length) > maxHeldBytes) {
        makeRoom();
      }
    }

    private boolean isTooLarge() {
      return readBytes > RequestBody.MAX_BYTES;
    }

    private void complete(@Nullable Throwable failure) {
      incomplete.remove(this);
      letGo();
      byte[] body = isTooLarge() ? TOO_LARGE : kept.toByteArray();
      handleWhole(new Whole(request, body, failure), response, callback);
    }

    private void letGo() {
      heldBytes.addAndGet(-held.getAndSet(0));
    }

    /** What it holds is as good as gone: others need not go for it. */
    void hangUp() {
      hungUp = true;
      letGo();
      TimeoutException reason = new TimeoutException("too much is held of bodies that come slowly");
      getServer()
          .getThreadPool()
          .execute(
              () -> request.getConnectionMetaData().getConnection().getEndPoint().close(reason));
    }
  }

  /** A request whose body, or the failure to read it, is there. */
  private static final class Whole extends Request.Wrapper {
    private final @Nullable Throwable failure;
    private final HttpFields headers;
    private Content.Chunk next;

    Whole(Request request, byte[] body, @Nullable Throwable failure) {
      super(request);
      this.failure = failure;
      HttpFields present = request.getHeaders();
      this.headers =
          present.contains(HttpHeader.EXPECT)
              ? HttpFields.build(present).remove(HttpHeader.EXPECT).asImmutable()
              : present;
      this.next = Content.Chunk.from(ByteBuffer.wrap(body), true);
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
