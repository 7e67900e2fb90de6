package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServiceHealthTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicBoolean follows = new AtomicBoolean(true);
  private final AtomicBoolean connected = new AtomicBoolean(true);
  private final ServiceHealth health =
      new ServiceHealth(now::get, follows::get, Optional.of(connected::get));

  @Test
  void givenService_whenItStartsServesAndStops_thenItIsReadyInBetween() {
    boolean before = health.isReady();
    Map<String, String> starting = health.parts();
    health.serve();
    boolean serving = health.isReady();
    health.drain();

    assertThat(before).isFalse();
    assertThat(starting).containsEntry("service", "starting").containsEntry("database", "down");
    assertThat(serving).isTrue();
    assertThat(health.isReady()).isFalse();
    assertThat(health.parts()).containsEntry("service", "draining");
  }

  @Test
  void givenDatabaseThatAnswers_whenItFails_thenItIsDownAtOnceAndTheServiceIsReadyAllTheSame() {
    health.serve();
    health.watched(() -> {}).run();
    boolean up = health.isDatabaseUp();
    Runnable failing =
        health.watched(
            () -> {
              throw new StoreUnavailableException("away");
            });

    assertThatThrownBy(failing::run).isInstanceOf(StoreUnavailableException.class);

    assertThat(up).isTrue();
    assertThat(health.isDatabaseUp()).isFalse();
    assertThat(health.parts()).containsEntry("database", "down");
    assertThat(health.isReady()).isTrue();
  }

  @Test
  void givenLookThatHangs_whenTenSecondsHavePassed_thenTheDatabaseIsDown() {
    health.watched(() -> {}).run();

    now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    boolean nearly = health.isDatabaseUp();
    now.addAndGet(1);

    assertThat(nearly).isTrue();
    assertThat(health.isDatabaseUp()).isFalse();
  }

  @Test
  void givenPartsThatAreAway_whenAsked_thenEachIsNamed() {
    follows.set(false);
    connected.set(false);

    assertThat(health.parts()).containsEntry("searchIndex", "behind").containsEntry("bus", "down");
    assertThat(new ServiceHealth(now::get, follows::get, Optional.empty()).parts())
        .containsEntry("bus", "none");
  }
}
