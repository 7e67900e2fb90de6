package io.parley.adapter.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private final TimerWheel wheel = new TimerWheel(Duration.ofMillis(1));

  @BeforeEach
  void start() {
    wheel.start();
  }

  @AfterEach
  void stop() {
    wheel.stop();
  }

  @Test
  void givenManyTimeouts_whenTheirTimeComes_thenEachFiresOnceAndNoneEarly() throws Exception {
    Random random = new Random(7);
    CountDownLatch fired = new CountDownLatch(2_000);
    AtomicLong early = new AtomicLong();
    for (int i = 0; i < 2_000; i++) {
      long delayMillis = random.nextInt(1_500); // more than one turn of the wheel
      long due = System.nanoTime() + delayMillis * 1_000_000;
      wheel.scheduleAt(
          new TimerWheel.Timeout() {
            @Override
            protected void onTimeout() {
              if (System.nanoTime() < due) {
                early.incrementAndGet();
              }
              fired.countDown();
            }
          },
          due);
    }

    assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(early).hasValue(0);
  }

  @Test
  void givenMovedAndCancelledTimeouts_whenTimePasses_thenOnlyTheMovedOneFires() throws Exception {
    AtomicInteger moved = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    TimerWheel.Timeout first = counting(moved);
    TimerWheel.Timeout second = counting(cancelled);
    wheel.schedule(first, Duration.ofMillis(20));
    wheel.schedule(first, Duration.ofMillis(60));
    wheel.schedule(second, Duration.ofMillis(20));
    wheel.cancel(second);
    CountDownLatch later = new CountDownLatch(1);
    wheel.schedule(
        new TimerWheel.Timeout() {
          @Override
          protected void onTimeout() {
            later.countDown();
          }
        },
        Duration.ofMillis(200));

    assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(moved).hasValue(1);
    assertThat(cancelled).hasValue(0);
  }

  private static TimerWheel.Timeout counting(AtomicInteger count) {
    return new TimerWheel.Timeout() {
      @Override
      protected void onTimeout() {
        count.incrementAndGet();
      }
    };
  }
}
