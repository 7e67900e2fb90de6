package io.parley.adapter.rest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers as their clients take them, so that no thread waits for a slow reader: a route
 * writes without blocking, and what the connection does not take at once is held here. That has
 * bounds:
 *
 * <ul>
 *   <li>all answers together hold so many bytes; beyond them the connection goes whose client has
 *       been slow for the longest;
 *   <li>after a time of grace a client has to have taken so many bytes of an answer for each second
 *       that has passed. Jetty ends the connections of those that take nothing at all for the
 *       connector's idle timeout, but a few bytes now and then would keep them for ever.
 * </ul>
 */
final class WriteBehind extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

  /** How precisely is known what a client has taken. */
  private static final int PIECE_BYTES = 16 * 1024;

  private final Limits limits;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Set<Answering> slow = ConcurrentHashMap.newKeySet();
  private volatile Scheduler.Task next = () -> true;

  WriteBehind(Limits limits) {
    this.limits = limits;
  }

  /**
   * How much, and how long.
   *
   * @param heldBytes what all answers together may hold
   * @param grace until the rate of an answer matters
   * @param bytesPerSecond the least of what a client must take, on average
   * @param interval between two looks at the answers, which is how precise the times are
   */
  record Limits(long heldBytes, Duration grace, int bytesPerSecond, Duration interval) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answering answering = new Answering(response, callback);
    return super.handle(request, new Unhurried(response, answering), answering.whenAllIsSaid);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lookLater();
  }

  @Override
  protected void doStop() throws Exception {
    next.cancel();
    super.doStop();
  }

  private void lookLater() {
    next =
        getServer()
            .getScheduler()
            .schedule(this::look, limits.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long now = System.nanoTime();
      for (Answering answering : slow) {
        if (answering.isTooSlow(now)) {
          answering.hangUp("the answer is read too slowly");
        }
      }
    } catch (RuntimeException e) {
      LOG.error("A look at slow readers failed", e);
    } finally {
      if (isRunning()) {
        lookLater();
      }
    }
  }

  private void makeRoom() {
    slow.stream()
        .filter(answering -> answering.taking && !answering.hungUp)
        .max(Comparator.comparingLong(answering -> System.nanoTime() - answering.slowSince))
        .ifPresent(longest -> longest.hangUp("too much is held for slow readers"));
  }

  private record Piece(boolean last, ByteBuffer bytes) {
    int size() {
      return bytes.limit();
    }
  }

  /** The response as a route sees it: it takes everything at once. */
  private static final class Unhurried extends Response.Wrapper {
    private final Answering answering;
    private volatile boolean hasLastWrite;

    Unhurried(Response response, Answering answering) {
      super(response.getRequest(), response);
      this.answering = answering;
    }

    @Override
    public boolean hasLastWrite() {
      return hasLastWrite || super.hasLastWrite();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
      if (last) {
        hasLastWrite = true;
      }
      Throwable failure = answering.write(pieces(last, bytes));
      if (failure == null) {
        callback.succeeded();
      } else {
        callback.failed(failure);
      }
    }

    /** A copy: whoever is told that his bytes are written uses their buffer again. */
    private static List<Piece> pieces(boolean last, @Nullable ByteBuffer bytes) {
      List<Piece> pieces = new ArrayList<>();
      int left = bytes == null ? 0 : bytes.remaining();
      do {
        byte[] piece = new byte[Math.min(left, PIECE_BYTES)];
        if (bytes != null) {
          bytes.get(piece);
        }
        left -= piece.length;
        pieces.add(new Piece(last && left == 0, ByteBuffer.wrap(piece)));
      } while (left > 0);
      return pieces;
    }
  }

  /** One answer on its way to its client, a piece after the other. */
  private final class Answering extends IteratingCallback {
    private final Response response;
    private final Callback done;
    private final AtomicBoolean isDone = new AtomicBoolean();
    private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
    private volatile int beingTaken;
    private volatile boolean taking;
    private final AtomicLong takenBytes = new AtomicLong();
    private volatile long slowSince;
    private volatile boolean hungUp;
    private volatile boolean allIsSaid;
    private volatile @Nullable Throwable failure;

    /** What the route tells when it is through; the client may not be yet. */
    private final Callback whenAllIsSaid =
        new Callback() {
          @Override
          public void succeeded() {
            allIsSaid = true;
            Throwable cause = failure;
            if (cause == null) {
              iterate();
            } else {
              fail(cause);
            }
          }

          @Override
          public void failed(Throwable cause) {
            fail(cause);
          }
        };

    Answering(Response response, Callback done) {
      this.response = response;
      this.done = done;
    }

    /** Returns why nothing can be written any more; null if it can. */
    @Nullable Throwable write(List<Piece> more) {
      if (failure == null) {
        long held = heldBytes.addAndGet(more.stream().mapToInt(Piece::size).sum());
        pieces.addAll(more);
        iterate();
        if (taking) {
          becomesSlow();
        }
        if (held > limits.heldBytes()) {
          makeRoom();
        }
      }
      if (failure != null) {
        letGo();
      }
      return failure;
    }

    private void becomesSlow() {
      if (slowSince == 0) {
        slowSince = System.nanoTime();
        slow.add(this);
        if (isDone.get()) {
          slow.remove(this);
        }
      }
    }

    boolean isTooSlow(long now) {
      long nanos = now - slowSince;
      double due = (double) limits.bytesPerSecond() * nanos / TimeUnit.SECONDS.toNanos(1);
      return taking && !hungUp && nanos > limits.grace().toNanos() && takenBytes.get() < due;
    }

    void hangUp(String why) {
      hungUp = true;
      TimeoutException reason = new TimeoutException(why);
      getServer()
          .getThreadPool()
          .execute(
              () ->
                  response
                      .getRequest()
                      .getConnectionMetaData()
                      .getConnection()
                      .getEndPoint()
                      .close(reason));
    }

    @Override
    protected Action process() {
      Piece piece = pieces.poll();
      if (piece == null) {
        return allIsSaid ? Action.SUCCEEDED : Action.IDLE;
      }
      beingTaken = piece.size();
      taking = true;
      response.write(piece.last(), piece.bytes(), this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
      taking = false;
      heldBytes.addAndGet(-beingTaken);
      takenBytes.addAndGet(beingTaken);
    }

    @Override
    protected void onCompleteSuccess() {
      if (isDone.compareAndSet(false, true)) {
        slow.remove(this);
        done.succeeded();
      }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      heldBytes.addAndGet(-beingTaken);
      failure = cause;
      letGo();
      slow.remove(this);
      if (allIsSaid) {
        fail(cause);
      }
    }

    private void letGo() {
      for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
        heldBytes.addAndGet(-piece.size());
      }
    }

    private void fail(Throwable cause) {
      if (isDone.compareAndSet(false, true)) {
        slow.remove(this);
        done.failed(cause);
      }
    }

    /** It never blocks: the thread that finds the connection writable goes on at once. */
    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
