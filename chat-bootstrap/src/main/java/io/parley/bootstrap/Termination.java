package io.parley.bootstrap;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets SIGTERM or Ctrl-C end the process in order and with the program's own exit code, where the
 * JVM by itself would answer 143 or 130.
 *
 * <p>A signal interrupts the main thread, which is in the middle of starting or in {@link
 * #await()}; it closes what it has opened and comes to {@link #finish}. Only then, or when the time
 * is up, the process ends.
 */
final class Termination {
  /** Whoever stops the service waits ten seconds before it kills. */
  private static final Duration LIMIT = Duration.ofMillis(9_500);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private boolean ending;

  private Termination() {}

  /**
   * Watches for signals from now on.
   *
   * @param main the thread that runs the program
   */
  static Termination onSignal(Thread main) {
    Termination termination = new Termination();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> termination.terminate(main), "termination"));
    return termination;
  }

  /** Watches for nothing: {@link #request()} stands for the signal. */
  static Termination onRequest() {
    return new Termination();
  }

  /** Asks the program to end. */
  void request() {
    requested.countDown();
  }

  /** Whether the program has been asked to end. */
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Returns once the program has been asked to end; what follows is not interrupted. */
  void await() throws InterruptedException {
    requested.await();
    synchronized (this) {
      ending = true;
      boolean unused = Thread.interrupted(); // that was to wake it up
    }
  }

  /** Ends the process; everything has been closed. */
  void finish(int code) {
    exitCode.complete(code);
    System.exit(code); // begins the shutdown, unless a signal has begun it
  }

  private void terminate(Thread main) {
    end(main);
    int code = awaitExitCode();
    System.out.flush();
    System.err.flush();
    // Inside of a shutdown nothing else can choose the exit code.
    Runtime.getRuntime().halt(code);
  }

  /** Asks the program to end, and wakes its thread up wherever it waits, but not when it ends. */
  void end(Thread main) {
    request();
    synchronized (this) {
      if (!ending && !exitCode.isDone()) {
        main.interrupt();
      }
    }
  }

  private int awaitExitCode() {
    try {
      return exitCode.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException tooLate) {
      System.err.println("The service did not stop in time; its process ends now");
      return 1;
    }
  }
}
