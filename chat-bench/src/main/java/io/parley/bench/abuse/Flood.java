package io.parley.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One user on many connections who asks as fast as he can write, whatever the answers are; when he
 * is hung up on he comes back.
 */
abstract class Flood implements Attack {
  private static final long COME_BACK_MILLIS = 50;
  private static final long END_MILLIS = 5_000;

  private final String name;
  private final int connections;

  Flood(String name, int connections) {
    this.name = name;
    this.connections = connections;
  }

  @Override
  public String name() {
    return name;
  }

  /** A connection on which can be asked. */
  abstract HostileConnection connect(Target target, Tally tally) throws IOException;

  /** Some questions, to be written at once, and again and again. */
  abstract Burst burst(Target target, Tally tally) throws IOException;

  /** The next answer. */
  abstract Answer answer(HostileConnection connection) throws IOException;

  /** Questions in one piece. */
  static final class Burst {
    private final byte[] bytes;
    private final int questions;

    private Burst(byte[] bytes, int questions) {
      this.bytes = bytes;
      this.questions = questions;
    }

    /** A question so many times. */
    static Burst of(byte[] question, int times) {
      byte[] bytes = new byte[question.length * times];
      for (int i = 0; i < times; i++) {
        System.arraycopy(question, 0, bytes, i * question.length, question.length);
      }
      return new Burst(bytes, times);
    }
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    Burst burst = burst(target, tally);
    List<Flooder> flooders = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Flooder flooder = new Flooder(target, tally, deadline, burst);
      flooders.add(flooder);
      flooder.start();
    }
    deadline.pause(deadline.leftMillis());
    for (Flooder flooder : flooders) {
      flooder.hangUp();
    }
    for (Flooder flooder : flooders) {
      flooder.join(END_MILLIS);
    }
  }

  /** Writes; another thread reads, so that neither waits for the other. */
  private final class Flooder extends Thread {
    private final Target target;
    private final Tally tally;
    private final Deadline deadline;
    private final Burst burst;
    private volatile boolean over;
    private HostileConnection connection;

    Flooder(Target target, Tally tally, Deadline deadline, Burst burst) throws IOException {
      super("flood");
      setDaemon(true);
      this.target = target;
      this.tally = tally;
      this.deadline = deadline;
      this.burst = burst;
      this.connection = Flood.this.connect(target, tally);
    }

    @Override
    public void run() {
      try {
        while (!over && !deadline.hasPassed()) {
          flood();
          if (!over && !deadline.hasPassed()) {
            tally.answers(Tally.Kind.CLOSED, 1);
            deadline.pause(COME_BACK_MILLIS);
            comeBack();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void flood() throws InterruptedException {
      HostileConnection current = connection();
      Thread reader = new Thread(() -> read(current), "flood-reader");
      reader.setDaemon(true);
      reader.start();
      try {
        while (!over && !deadline.hasPassed()) {
          current.write(burst.bytes);
          tally.attempts(burst.questions);
        }
        reader.join(END_MILLIS);
      } catch (IOException hungUp) {
        reader.join(END_MILLIS);
      }
    }

    private void read(HostileConnection current) {
      try {
        while (!over) {
          Answer answer = answer(current);
          if (answer.kind() == Tally.Kind.CLOSED) {
            return;
          }
          if (!answer.text().isEmpty()) {
            tally.answers(answer.kind(), 1);
            tally.hear(name, answer.text());
            if (answer.isFailure()) {
              tally.broken(answer.text());
            }
          }
        }
      } catch (IOException hungUp) {
        // the writer finds out as well
      }
    }

    private synchronized HostileConnection connection() {
      return connection;
    }

    private synchronized void comeBack() {
      if (over) {
        return;
      }
      try {
        connection.close();
        connection = Flood.this.connect(target, tally);
      } catch (IOException refused) {
        tally.answers(Tally.Kind.REFUSED, 1);
      }
    }

    synchronized void hangUp() throws IOException {
      over = true;
      connection.close();
    }
  }
}
