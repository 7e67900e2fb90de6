package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The heartbeat's reckoning, without waiting: one interval is 300 ns, the timeout 200 ns. */
class HeartbeatClockTest {
  private final Heartbeat heartbeat =
      new Heartbeat(Duration.ofNanos(300), Duration.ofNanos(200), 1_000);

  @Test
  void givenSilence_whenTimesAreUp_thenPingIsSentAndTheClientGivenUp() {
    assertThat(heartbeat.dueNanos()).isEqualTo(1_300);
    assertThat(heartbeat.beat(1_310)).isTrue();
    assertThat(heartbeat.dueNanos()).isEqualTo(1_500);
    assertThat(heartbeat.isOverdue(1_499)).isFalse();
    assertThat(heartbeat.isOverdue(1_500)).isTrue();
  }

  @Test
  void givenPong_whenItComes_thenTheNextPingIsOneIntervalLater() {
    assertThat(heartbeat.beat(1_300)).isTrue();

    assertThat(heartbeat.onPong(1_350)).isTrue();

    assertThat(heartbeat.dueNanos()).isEqualTo(1_650);
    assertThat(heartbeat.onPong(1_360)).isFalse();
    assertThat(heartbeat.isOverdue(9_999)).isFalse();
  }

  @Test
  void givenOtherPackets_whenPongIsLate_thenTheClientIsAlive() {
    assertThat(heartbeat.beat(1_300)).isTrue();
    heartbeat.onPacket(1_400);

    assertThat(heartbeat.isOverdue(1_500)).isFalse();
    assertThat(heartbeat.beat(1_500)).isFalse();
    assertThat(heartbeat.dueNanos()).isEqualTo(1_600);
    assertThat(heartbeat.isOverdue(1_600)).isTrue();
  }

  @Test
  void givenMessageBeingHandled_whenPongIsLate_thenTheTimeDoesNotCount() {
    assertThat(heartbeat.beat(1_300)).isTrue();
    heartbeat.onHandling();

    assertThat(heartbeat.isOverdue(5_000)).isFalse();
    assertThat(heartbeat.beat(5_000)).isFalse();
    assertThat(heartbeat.dueNanos()).isEqualTo(5_200);
    heartbeat.onHandled(5_100);
    assertThat(heartbeat.isOverdue(5_250)).isFalse();
    assertThat(heartbeat.isOverdue(5_300)).isTrue();
  }
}
