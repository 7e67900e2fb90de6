package io.parley.adapter.jwt;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer who publishes them as a JSON Web Key Set, and changes them. They are
 * fetched every five minutes, and when a token names one that is not known. While they cannot be
 * fetched, those that are known stay. Thread-safe.
 */
public final class JwksKeys implements AutoCloseable {
  /** How soon a key that the issuer has withdrawn is not accepted any more. */
  static final Duration REFRESH = Duration.ofMinutes(5);

  /** How long to wait after a failure. */
  static final Duration RETRY = Duration.ofSeconds(15);

  /** How often unknown names may cause a request, whoever invents them. */
  static final Duration LOOK_PAUSE = Duration.ofMinutes(1);

  /** How long a token that names an unknown key waits for it. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How many threads may wait; the tokens of others are refused. */
  static final int WAITING_THREADS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

  private final JwksClient client;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService timer;
  private final Semaphore waiting = new Semaphore(WAITING_THREADS);

  private volatile List<TokenKey> current = List.of();

  private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(false);
  private Future<?> next = CompletableFuture.completedFuture(null);
  private long nextLook;
  private boolean away;
  private boolean empty;
  private boolean closed;
  private List<String> skipped = List.of();

  JwksKeys(JwksClient client, Clock clock, LongSupplier nanoTime, ScheduledExecutorService timer) {
    this.client = client;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.timer = timer;
    this.nextLook = nanoTime.getAsLong();
  }

  /**
   * Fetches the keys, and again and again from then on. Blocks until they are there, but for a few
   * seconds at most: whatever comes of it, the next try will follow.
   *
   * @param url {@code http} or {@code https}
   * @param clock by which the ends of tokens are judged
   * @param nanoTime as {@link System#nanoTime}
   * @param timer is not blocked, and not closed
   */
  public static JwksKeys open(
      URI url, Clock clock, LongSupplier nanoTime, ScheduledExecutorService timer) {
    JwksKeys keys = new JwksKeys(new JwksClient(url), clock, nanoTime, timer);
    await(keys.fetch(), JwksClient.LIMIT.plus(PATIENCE));
    return keys;
  }

  /** The keys known so far. */
  List<TokenKey> current() {
    return current;
  }

  /**
   * Looks for newer keys, unless that was done within the last minute. Blocks for a second at most,
   * and not at all if too many wait already.
   */
  void lookAgain() {
    if (!waiting.tryAcquire()) {
      return;
    }
    try {
      await(look(), PATIENCE);
    } finally {
      waiting.release();
    }
  }

  private synchronized CompletableFuture<Boolean> look() {
    long now = nanoTime.getAsLong();
    if (!running.isDone() || now - nextLook < 0) {
      return running;
    }
    nextLook = now + LOOK_PAUSE.toNanos();
    return fetch();
  }

  /** Fetches the keys; whoever asks meanwhile gets the same answer: whether they are there. */
  synchronized CompletableFuture<Boolean> fetch() {
    if (running.isDone() && !closed) {
      running = client.fetch().handle(this::settle);
    }
    return running;
  }

  private void refresh() {
    CompletableFuture<Boolean> unused = fetch();
  }

  /** The fetch that runs, or has run last. */
  synchronized CompletableFuture<Boolean> running() {
    return running;
  }

  private synchronized boolean settle(
      @Nullable JwksDocument document, @Nullable Throwable failure) {
    if (closed) {
      return false;
    }
    boolean usable = false;
    try {
      if (document != null) {
        accept(document);
        usable = !current.isEmpty();
      } else if (failure != null) {
        complain(failure);
      }
    } finally {
      next.cancel(false);
      next =
          timer.schedule(this::refresh, (usable ? REFRESH : RETRY).toNanos(), TimeUnit.NANOSECONDS);
    }
    return document != null;
  }

  private void accept(JwksDocument document) {
    current = document.keys().stream().map(key -> TokenKey.of(key, clock)).toList();
    if (away) {
      LOG.info("The JWKS at {} is there again", client.shownUrl());
    }
    away = false;
    if (!document.skipped().equals(skipped)) {
      document
          .skipped()
          .forEach(key -> LOG.warn("Not used of the JWKS at {}: {}", client.shownUrl(), key));
    }
    if (current.isEmpty() && !empty) {
      LOG.warn("The JWKS at {} has no key that can be used", client.shownUrl());
    }
    skipped = document.skipped();
    empty = current.isEmpty();
  }

  private void complain(Throwable failure) {
    if (!away) {
      LOG.warn(
          "The JWKS at {} cannot be fetched, the {} keys known so far stay: {}",
          client.shownUrl(),
          current.size(),
          JwksClient.reason(failure));
    }
    away = true;
  }

  private static void await(Future<Boolean> fetch, Duration limit) {
    try {
      boolean unused = fetch.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("No keys yet", e); // what is wrong is said where it is found out
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fetches no more. */
  @Override
  public synchronized void close() {
    closed = true;
    next.cancel(false);
  }
}
