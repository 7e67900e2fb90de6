package io.parley.adapter.websocket.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();

  @Test
  void givenAsManyAsThereMayBe_whenOneIsAnswered_thenTheNextMayCome() {
    assertThat(inFlight.begin(3)).isNull();
    assertThat(inFlight.begin(3)).isNull();
    CompletionStage<?> full = requireNonNull(inFlight.begin(3));
    assertThat(full.toCompletableFuture()).isNotDone();

    inFlight.end();

    assertThat(full.toCompletableFuture()).isCompleted();
    assertThat(inFlight.begin(3)).isNotNull();
  }

  @Test
  void givenAnswersInBetween_whenEventsBegin_thenTheyNeedNotWait() {
    for (int i = 0; i < 100; i++) {
      assertThat(inFlight.begin(2)).isNull();
      inFlight.end();
    }
  }
}
