package io.parley.bootstrap.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs up on HTTP connections whose requests come in too slowly. Jetty's idle timeout alone does
 * not: it begins anew with every byte. A connection gets
 *
 * <ul>
 *   <li>a time from its opening, or from one response, until the next request's header has come
 *       completely, TLS handshake included;
 *   <li>a time of grace from there on for the body, and then has to have brought so many bytes for
 *       each second that has passed.
 * </ul>
 *
 * <p>Nobody is blamed for time in which nothing is read from him: a poll that waits, a handler that
 * works. WebSockets are none of its business.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);

  private final AbstractConnector connector;
  private final Limits limits;
  private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();
  private volatile Scheduler.Task next = () -> true;

  SlowRequests(AbstractConnector connector, Limits limits) {
    this.connector = connector;
    this.limits = limits;
  }

  /**
   * What is too slow.
   *
   * @param header until a request's header has come
   * @param grace until the rate of a body matters
   * @param bytesPerSecond the least of what a body must bring, on average
   * @param interval between two looks at the connections, which is how precise the times are
   */
  record Limits(Duration header, Duration grace, int bytesPerSecond, Duration interval) {}

  @Override
  protected void doStart() {
    lookLater();
  }

  @Override
  protected void doStop() {
    next.cancel();
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) { // HTTP; neither TLS below nor WebSocket above
      watches.put(connection, new Watch());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    watches.remove(connection);
  }

  private void lookLater() {
    next =
        connector
            .getScheduler()
            .schedule(this::look, limits.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long now = System.nanoTime();
      watches.forEach(
          (connection, watch) -> {
            if (watch.isTooSlow(connection, now)) {
              TimeoutException reason = new TimeoutException("the request comes in too slowly");
              connector.getExecutor().execute(() -> connection.getEndPoint().close(reason));
            }
          });
    } catch (RuntimeException e) {
      LOG.error("A look at slow requests failed", e);
    } finally {
      if (isRunning()) {
        lookLater();
      }
    }
  }

  /** What the last look at a connection has seen; one thread looks at a time. */
  private final class Watch {
    private long requests = -1;
    private boolean handling;
    private long since;
    private long bytesBefore;

    boolean isTooSlow(Connection connection, long now) {
      long begun = connection.getMessagesIn();
      boolean inHand = begun > connection.getMessagesOut();
      boolean waitedFor = connection.getEndPoint().isFillInterested();
      if (begun != requests || inHand != handling || !waitedFor) {
        requests = begun;
        handling = inHand;
        since = now;
        bytesBefore = connection.getBytesIn();
        return false;
      }
      long nanos = now - since;
      return inHand
          ? nanos > limits.grace().toNanos()
              && connection.getBytesIn() - bytesBefore < bytesIn(nanos)
          : nanos > limits.header().toNanos();
    }

    private double bytesIn(long nanos) {
      return (double) limits.bytesPerSecond() * nanos / TimeUnit.SECONDS.toNanos(1);
    }
  }
}
