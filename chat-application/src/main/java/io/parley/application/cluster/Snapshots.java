package io.parley.application.cluster;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.MessageHistory.Snapshot;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Takes snapshots of the store, one for all who ask while the one before is being taken.
 * Thread-safe; never blocks its callers.
 */
public final class Snapshots {
  private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

  private final Supplier<Snapshot> store;
  private final Executor worker;

  private boolean taking;

  /** Of those who asked since the last one was begun. */
  private Optional<CompletableFuture<Optional<Snapshot>>> next = Optional.empty();

  /**
   * @param store takes one; blocks
   * @param worker runs that
   */
  public Snapshots(Supplier<Snapshot> store, Executor worker) {
    this.store = store;
    this.worker = worker;
  }

  /**
   * A snapshot that is taken from now on.
   *
   * @return completes without one, never with a failure, if the store does not answer
   */
  CompletionStage<Optional<Snapshot>> take() {
    CompletableFuture<Optional<Snapshot>> asked;
    boolean idle;
    synchronized (this) {
      asked = next.orElseGet(CompletableFuture::new);
      next = Optional.of(asked);
      idle = !taking;
      taking = true;
    }
    if (idle) {
      begin();
    }
    return asked;
  }

  private void begin() {
    try {
      worker.execute(() -> end(started(), snapshot()));
    } catch (RejectedExecutionException overloaded) {
      end(started(), Optional.empty());
    }
  }

  private synchronized CompletableFuture<Optional<Snapshot>> started() {
    CompletableFuture<Optional<Snapshot>> asked = next.orElseThrow();
    next = Optional.empty();
    return asked;
  }

  private Optional<Snapshot> snapshot() {
    try {
      return Optional.of(store.get());
    } catch (StoreUnavailableException notNow) {
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A snapshot of the store failed", e);
      return Optional.empty();
    }
  }

  private void end(CompletableFuture<Optional<Snapshot>> asked, Optional<Snapshot> taken) {
    asked.complete(taken);
    boolean more;
    synchronized (this) {
      more = next.isPresent();
      taking = more;
    }
    if (more) {
      begin();
    }
  }
}
