package io.parley.bootstrap.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExternalPostgresTest {
  @Test
  void givenNothingAtTheAddress_whenAwaited_thenTheOperatorIsToldInTheEnd() throws IOException {
    External nowhere = at(freePort());

    assertThatThrownBy(() -> new ExternalPostgres(nowhere, Duration.ofMillis(700)).await())
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("No PostgreSQL answers at", nowhere.jdbcUrl(), "DATABASE_URL")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void givenServerThatNeverSpeaks_whenAwaited_thenItCountsAsNotThere() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      External database = at(silent.getLocalPort());

      assertThatThrownBy(() -> new ExternalPostgres(database, Duration.ofSeconds(1)).await())
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("No PostgreSQL answers");
    }
  }

  private static External at(int port) {
    return new External(
        "jdbc:postgresql://127.0.0.1:" + port + "/app", "app", Optional.of(new Secret("hidden")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
