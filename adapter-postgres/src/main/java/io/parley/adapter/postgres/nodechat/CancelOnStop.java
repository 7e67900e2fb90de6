package io.parley.adapter.postgres.nodechat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks off the statements of some connections, however long, once the end is asked for. */
final class CancelOnStop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CancelOnStop.class);
  private static final long EVERY_MILLIS = 100;

  private final BooleanSupplier stop;
  private final Connection[] connections;
  private final CountDownLatch closed = new CountDownLatch(1);

  CancelOnStop(BooleanSupplier stop, Connection... connections) {
    this.stop = stop;
    this.connections = connections.clone();
  }

  void start() {
    Thread thread = new Thread(this::watch, "import-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stop.getAsBoolean()) {
          cancelAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelAll() {
    for (Connection connection : connections) {
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        LOG.debug("Nothing to cancel", e);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
