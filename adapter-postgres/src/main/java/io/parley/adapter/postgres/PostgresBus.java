package io.parley.adapter.postgres;

import io.parley.domain.port.Arrears;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.SteadyBusListener;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus on PostgreSQL's LISTEN and NOTIFY, for two or three nodes: every node reads everything,
 * and drops what is for users of others. What is to be sent while a notification is under way goes
 * into the next one, so a busy node sends one for each group of messages, not one for each message.
 *
 * <p>Two connections beside the pools, and a thread for each.
 *
 * @since 0.1
 */
public final class PostgresBus implements ClusterBus {
  private static final Logger log = LoggerFactory.getLogger(PostgresBus.class);

  private static final String CHANNEL = "parley";

  private static final int MAX_FRAME_BYTES = NotificationPayload.MAX_BYTES - 64;

  /** What may wait to be sent; a few seconds' worth. */
  private static final int MAX_WAITING = 10_000;

  /** Notifications of one statement. */
  private static final int TOGETHER = 100;

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final PostgresConfig config;
  private final Set<UserId> subscribed = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<BusFrame> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread listening = thread(this::listenOn, "chat-listen");
  private final Thread notifying = thread(this::notifyOn, "chat-notify");
  private volatile SteadyBusListener listener = new SteadyBusListener(Listener.nobody());
  private volatile boolean closed;

  private final LongAdder dropped = new LongAdder();

  /** What somebody may have missed of ours. */
  private final Arrears arrears = new Arrears(System::nanoTime);

  private PostgresBus(PostgresConfig config) {
    this.config = config;
  }

  /** Begins with {@link #listen}; needs no schema. */
  public static PostgresBus open(PostgresConfig config) {
    return new PostgresBus(config);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void listen(Listener newListener) {
    listener = new SteadyBusListener(newListener);
    listening.start();
    notifying.start();
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public void publish(List<Frame> frames) {
    frames.forEach(this::publish);
  }

  private void publish(Frame frame) {
    byte[] bytes = frame.bytes();
    if (bytes.length > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("a frame of " + bytes.length + " bytes");
    }
    List<UserId> all = List.copyOf(frame.users());
    int atOnce = (NotificationPayload.MAX_BYTES - bytes.length) / Long.BYTES - 1;
    for (int from = 0; from < all.size(); from += atOnce) {
      BusFrame part = new BusFrame(all.subList(from, Math.min(all.size(), from + atOnce)), bytes);
      if (!waiting.offer(part)) {
        arrears.grow();
        dropped.increment();
      }
    }
  }

  @Override
  public int waitingFrames() {
    return waiting.size();
  }

  @Override
  public long droppedFrames() {
    return dropped.sum();
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    subscribed.add(user);
    return CompletableFuture.completedFuture(null); // everything arrives here anyway
  }

  @Override
  public void unsubscribe(UserId user) {
    subscribed.remove(user);
  }

  // --- listening ---------------------------------------------------------------------------------

  private void listenOn() {
    boolean interrupted = false;
    while (!closed) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + CHANNEL);
        interrupted = false;
        listener.restored();
        while (!closed) {
          receive(connection.unwrap(PGConnection.class));
          listener.settle();
          statement.execute("SELECT 1"); // a connection that died silently tells nothing
        }
      } catch (SQLException | RuntimeException | Error e) {
        if (!interrupted && !closed) {
          interrupted = true;
          listener.interrupted("The database does not send notifications: " + e.getMessage());
          logUnexpected("Listening for notifications", e);
        }
        pause();
      }
    }
  }

  private void receive(PGConnection connection) throws SQLException {
    long end = System.nanoTime() + BEAT.toNanos();
    while (System.nanoTime() - end < 0 && !closed) {
      PGNotification[] notifications = connection.getNotifications((int) BEAT.toMillis());
      if (notifications != null) {
        for (PGNotification notification : notifications) {
          receive(notification.getParameter());
        }
      }
    }
  }

  private void receive(String payload) {
    for (BusFrame frame : read(payload)) {
      if (frame.users().isEmpty()) {
        listener.missed(Arrears.read(frame.bytes()));
      } else if (frame.users().stream().anyMatch(subscribed::contains)) {
        listener.received(frame.bytes());
      }
    }
  }

  private List<BusFrame> read(String payload) {
    try {
      return NotificationPayload.read(payload);
    } catch (IllegalArgumentException foreign) {
      return List.of(); // somebody else uses the channel
    } catch (RuntimeException | Error e) {
      listener.failed(e);
      return List.of();
    }
  }

  // --- notifying ---------------------------------------------------------------------------------

  private void notifyOn() {
    boolean failing = false;
    Optional<byte[]> word = Optional.empty();
    while (!closed) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          PreparedStatement notify =
              connection.prepareStatement("SELECT pg_notify(?, p) FROM unnest(?) p")) {
        statement.execute("SET synchronous_commit = off"); // there is nothing to keep
        while (!closed) {
          List<BusFrame> frames = next();
          word = arrears.word();
          word.ifPresent(bytes -> frames.add(BusFrame.toAll(bytes)));
          notify.setString(1, CHANNEL);
          notify.setArray(
              2, connection.createArrayOf("text", NotificationPayload.pack(frames).toArray()));
          notify.execute();
          word = Optional.empty();
          failing = false;
        }
      } catch (SQLException | RuntimeException | Error e) {
        if (!failing) {
          failing = true;
          logUnexpected("Sending notifications", e);
        }
        word.ifPresent(arrears::keep);
        arrears.grow();
        dropWaiting();
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Beside those that were under way, of which nobody knows whether they have arrived. */
  private void dropWaiting() {
    List<BusFrame> lost = new ArrayList<>();
    waiting.drainTo(lost);
    dropped.add(lost.size());
  }

  /** What waits, as much as one statement may have; waits for it. */
  private List<BusFrame> next() throws InterruptedException {
    List<BusFrame> frames = new ArrayList<>();
    BusFrame first = waiting.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      frames.add(first);
      waiting.drainTo(frames, TOGETHER);
    }
    return frames;
  }

  // --- connections -------------------------------------------------------------------------------

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("ApplicationName", "chat-bus");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", String.valueOf(config.connectTimeout().toSeconds()));
    properties.setProperty("socketTimeout", String.valueOf(config.answerTimeout().toSeconds()));
    return DriverManager.getConnection(config.jdbcUrl(), properties);
  }

  /** What the database says is told to the listener; anything else is a bug of ours. */
  private static void logUnexpected(String what, Throwable e) {
    if (!(e instanceof SQLException)) {
      log.error("{} failed, and begins again", what, e);
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    notifying.interrupt();
    listening.interrupt();
  }
}
