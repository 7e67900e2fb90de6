package io.parley.bootstrap.database;

import io.parley.bootstrap.config.DatabaseConfig;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.data.DataDirectory;
import java.nio.file.Path;

/**
 * The database that the configuration names, answering; if it is the embedded one, running as long
 * as this is open.
 */
public final class RunningDatabase implements AutoCloseable {
  private final External connection;
  private final Runnable stop;

  private RunningDatabase(External connection, Runnable stop) {
    this.connection = connection;
    this.stop = stop;
  }

  /**
   * Starts the embedded database, or waits for the external one.
   *
   * @param dataDirectory used, and locked, by the embedded one only
   * @throws io.parley.bootstrap.config.StartupException if there is no database to be had
   */
  public static RunningDatabase start(DatabaseConfig config, Path dataDirectory)
      throws InterruptedException {
    if (config instanceof External external) {
      new ExternalPostgres(external, ExternalPostgres.PATIENCE).await();
      return new RunningDatabase(external, () -> {});
    }
    return startEmbedded(DataDirectory.open(dataDirectory));
  }

  private static RunningDatabase startEmbedded(DataDirectory directory)
      throws InterruptedException {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
      return new RunningDatabase(
          postgres.connection(),
          () -> {
            postgres.close();
            directory.close();
          });
    } catch (InterruptedException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** How to reach the database. */
  public External connection() {
    return connection;
  }

  @Override
  public void close() {
    stop.run();
  }
}
