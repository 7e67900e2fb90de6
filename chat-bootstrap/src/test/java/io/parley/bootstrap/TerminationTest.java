package io.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TerminationTest {
  private static final int ROUNDS = 2_000;

  @Test
  void givenAProgramThatWaitsForItsEnd_whenItIsAskedToEnd_thenItsClosingIsNeverInterrupted()
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Termination termination = Termination.onRequest();
      CountDownLatch asked = new CountDownLatch(1);
      CompletableFuture<Boolean> interruptedWhileClosing = new CompletableFuture<>();
      Thread main =
          new Thread(
              () -> {
                try {
                  termination.await();
                } catch (InterruptedException woken) {
                  // as good an end of the waiting as any
                }
                try {
                  asked.await();
                  interruptedWhileClosing.complete(Thread.currentThread().isInterrupted());
                } catch (InterruptedException e) {
                  interruptedWhileClosing.complete(true);
                }
              });
      main.start();

      termination.end(main);
      asked.countDown();

      assertThat(interruptedWhileClosing.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }
}
