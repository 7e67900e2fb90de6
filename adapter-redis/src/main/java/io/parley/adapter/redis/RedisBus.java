package io.parley.adapter.redis;

import io.parley.domain.port.Arrears;
import io.parley.domain.port.ClusterBus;
import io.parley.domain.port.SteadyBusListener;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis publish/subscribe: a channel for each user, and one for all nodes. A connection
 * that is lost, or does not answer, is replaced, and all subscriptions are made anew; who could not
 * publish meanwhile tells all nodes so afterwards.
 */
final class RedisBus implements ClusterBus {
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration REOPEN = Duration.ofMillis(300);

  private final RedisServers servers;
  private final String userChannel;
  private final String controlChannel;
  private final ScheduledExecutorService executor;
  private volatile SteadyBusListener listener = new SteadyBusListener(Listener.nobody());

  /** The users that we want to hear of, and whether we do. */
  private final Map<String, CompletableFuture<Void>> wanted = new ConcurrentHashMap<>();

  /** Set while all of {@link #wanted} is subscribed to. */
  private volatile @Nullable BusSession available;

  /** What somebody may have missed of ours. */
  private final Arrears arrears = new Arrears(System::nanoTime);

  private final LongAdder dropped = new LongAdder();

  private volatile boolean closed;

  // Guarded by this, and touched by tasks of the executor only.

  private @Nullable BusSession session;
  private boolean interrupted;

  /** What is to be subscribed to (true) and from (false), in order, the last word for each. */
  private final Map<String, Boolean> changes = new LinkedHashMap<>();

  RedisBus(RedisServers servers, String prefix) {
    this.servers = servers;
    this.userChannel = prefix + "user:";
    this.controlChannel = prefix + "nodes";
    this.executor = servers.executor();
  }

  @Override
  public void listen(Listener newListener) {
    listener = new SteadyBusListener(newListener);
    reopen();
    later(this::beat, BEAT);
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  // --- publishing --------------------------------------------------------------------------------

  @Override
  public void publish(List<Frame> frames) {
    BusSession open = available;
    for (Frame frame : frames) {
      int size = frame.bytes().length;
      if (size > MAX_FRAME_BYTES) {
        throw new IllegalArgumentException("a frame of " + size + " bytes");
      }
      if (open == null) {
        drop();
      } else {
        publish(open, channels(frame.users()), frame.bytes());
      }
    }
    if (open != null) {
      flush(open);
    }
  }

  private void flush(BusSession open) {
    try {
      open.flush();
    } catch (RuntimeException lost) {
      drop();
    }
  }

  private List<String> channels(Set<UserId> users) {
    List<String> channels = new ArrayList<>(users.size());
    users.forEach(user -> channels.add(userChannel + user.value()));
    return channels;
  }

  private void publish(BusSession open, List<String> channels, byte[] frame) {
    try {
      open.publish(channels, frame).whenComplete(this::dropIfItFails);
    } catch (RuntimeException overloaded) {
      drop();
    }
  }

  private void dropIfItFails(@Nullable Object receivers, @Nullable Throwable failure) {
    if (failure != null) {
      drop();
    }
  }

  private void drop() {
    arrears.grow();
    dropped.increment();
  }

  @Override
  public long droppedFrames() {
    return dropped.sum();
  }

  // --- subscriptions -----------------------------------------------------------------------------

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    CompletableFuture<Void> subscribed = new CompletableFuture<>();
    change(userChannel + user.value(), subscribed);
    return subscribed;
  }

  @Override
  public void unsubscribe(UserId user) {
    change(userChannel + user.value(), null);
  }

  private void change(String channel, @Nullable CompletableFuture<Void> subscribed) {
    boolean first;
    synchronized (this) {
      CompletableFuture<Void> before =
          subscribed == null ? wanted.remove(channel) : wanted.put(channel, subscribed);
      if (before != null) {
        before.complete(null);
      }
      if (available == null && subscribed != null) {
        subscribed.complete(null); // once it is, all that is wanted will be subscribed to
      }
      first = changes.isEmpty();
      changes.remove(channel);
      changes.put(channel, subscribed != null);
    }
    if (first) {
      run(this::sendChanges);
    }
  }

  private synchronized void sendChanges() {
    BusSession open = available;
    if (open != null) {
      List<String> added = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      changes.forEach((channel, add) -> (add ? added : removed).add(channel));
      open.unsubscribe(removed);
      open.subscribe(added);
    }
    changes.clear();
  }

  private void subscribed(String channel) {
    CompletableFuture<Void> subscription = wanted.get(channel);
    if (subscription != null) {
      subscription.complete(null);
    }
  }

  private void received(String channel, byte[] message) {
    if (channel.equals(controlChannel)) {
      listener.missed(Arrears.read(message));
    } else if (wanted.containsKey(channel)) {
      listener.received(message);
    }
  }

  // --- connections -------------------------------------------------------------------------------

  private void reopen() {
    if (closed) {
      return;
    }
    servers
        .open()
        .whenComplete(
            (opened, failure) -> {
              if (failure == null) {
                run(() -> begin(opened));
              } else {
                run(() -> lost(null, failure));
              }
            });
  }

  private synchronized void begin(BusSession opened) {
    if (closed) {
      opened.close();
      return;
    }
    session = opened;
    opened.listen(this::received, this::subscribed, failure -> run(() -> lost(opened, failure)));
    changes.clear();
    List<String> channels = new ArrayList<>(wanted.keySet());
    channels.add(controlChannel);
    opened.subscribe(channels);
    available = opened; // what is wanted from now on is sent after these
    opened
        .ping()
        .whenComplete(
            (answer, failure) ->
                run(failure == null ? () -> inPlace(opened) : () -> lost(opened, failure)));
  }

  /** All subscriptions are in place. The listener hears of it before it hears of the end. */
  private synchronized void inPlace(BusSession opened) {
    if (session == opened) {
      interrupted = false;
      listener.restored();
    }
  }

  /**
   * A session has ended, or could not be opened.
   *
   * @param ended null if it was not there yet
   */
  private void lost(@Nullable BusSession ended, @Nullable Throwable failure) {
    synchronized (this) {
      if (session != ended || closed) {
        return; // it is known
      }
      session = null;
      available = null;
      arrears.grow(); // what a server has taken that is no more the master reaches nobody
      wanted.values().forEach(waiting -> waiting.complete(null)); // restored() will follow
      if (!interrupted) {
        interrupted = true;
        listener.interrupted(
            "Redis does not answer" + (failure == null ? "" : ": " + failure.getMessage()));
      }
    }
    if (ended != null) {
      ended.close();
    }
    later(this::reopen, REOPEN);
  }

  private void beat() {
    BusSession open = available;
    if (open != null) {
      listener.settle();
      open.ping()
          .whenComplete(
              (answer, failure) -> {
                if (failure != null) {
                  run(() -> lost(open, failure));
                }
              });
      arrears.word().ifPresent(word -> tell(open, word));
    }
    later(this::beat, BEAT);
  }

  /** Tells all nodes, this one too. */
  private void tell(BusSession open, byte[] word) {
    try {
      open.publish(List.of(controlChannel), word)
          .whenComplete(
              (receivers, failure) -> {
                if (failure != null) {
                  arrears.keep(word);
                }
              });
      open.flush();
    } catch (RuntimeException overloaded) {
      arrears.keep(word);
    }
  }

  private void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException stopped) {
      // then nobody is there to be told
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      var unused = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      // then nobody is there to be told
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      available = null;
      wanted.values().forEach(waiting -> waiting.complete(null));
      BusSession open = session;
      if (open != null) {
        open.close();
      }
      session = null;
    }
  }
}
