package io.parley.bench.abuse;

import io.parley.bench.abuse.Attackers.Assignment;
import io.parley.bench.abuse.Attackers.Order;
import io.parley.bench.server.BackgroundJvm;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@link Attackers}, from outside. */
final class AttackProcess implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Process process;
  private final ObjectOutputStream orders;
  private final ObjectInputStream answers;

  private AttackProcess(Process process) throws IOException {
    this.process = process;
    this.orders = new ObjectOutputStream(process.getOutputStream());
    orders.flush();
    this.answers = new ObjectInputStream(process.getInputStream());
  }

  static AttackProcess start(Assignment assignment) throws IOException {
    AttackProcess started = new AttackProcess(BackgroundJvm.start(Attackers.class));
    started.send(assignment);
    return started;
  }

  /** Lets one attack run; returns when it is over. */
  Tally.Totals attack(String name, Duration time) throws IOException, ClassNotFoundException {
    send(new Order(name, time));
    return (Tally.Totals) answers.readObject();
  }

  private void send(Object object) throws IOException {
    orders.writeObject(object);
    orders.flush();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    boolean ended =
        process.toHandle().onExit().completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join()
            != null;
    if (!ended) {
      process.destroyForcibly();
    }
  }
}
