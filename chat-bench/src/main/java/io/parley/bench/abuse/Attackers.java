package io.parley.bench.abuse;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process of the hostile clients, apart from that of the honest ones, whose latencies are
 * measured. Reads an {@link Assignment} and then {@link Order}s from its standard input, and
 * answers each with its {@link Tally.Totals} on its standard output; ends with its input.
 */
final class Attackers {
  /** How long an attack may go on after its end before it counts as hanging. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private Attackers() {}

  /**
   * How much.
   *
   * @param sockets without a user
   * @param connections of each flood
   * @param slow requests that never end
   */
  record Numbers(int sockets, int connections, int slow) implements Serializable {}

  /** What is attacked, by whom, and with how much. */
  record Assignment(
      InetSocketAddress server,
      String secret,
      Target.Prey prey,
      List<Long> attackers,
      List<Long> conversations,
      Numbers numbers)
      implements Serializable {}

  /** One attack. */
  record Order(String attack, Duration time) implements Serializable {}

  static List<Attack> all(Numbers numbers) {
    return List.of(
        new ForgedTokens(),
        new CrossSite(),
        new RoomGuessing(),
        new IdEnumeration(),
        new Injection(),
        new HeaderAndLogInjection(),
        new DecompressionBomb(),
        new SlowLoris(numbers.slow()),
        new TinyFrames(),
        new UnauthenticatedSockets(numbers.sockets()),
        SocketFlood.ofMessages(numbers.connections()),
        new SearchFlood(numbers.connections()),
        SocketFlood.ofTyping(numbers.connections()),
        new Oversized());
  }

  static Stream<String> names() {
    return all(new Numbers(1, 1, 1)).stream().map(Attack::name);
  }

  public static void main(String[] arguments) throws Exception {
    ObjectOutputStream answers = new ObjectOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err);
    answers.flush();
    ObjectInputStream orders = new ObjectInputStream(System.in);
    Assignment assignment = (Assignment) orders.readObject();
    Target target =
        new Target(
            assignment.server(),
            assignment.secret(),
            Abuse.tokens(assignment.secret()),
            assignment.prey(),
            assignment.attackers(),
            assignment.conversations());
    try {
      while (true) {
        Order order = (Order) orders.readObject();
        Tally tally = new Tally(assignment.prey().canary());
        let(attack(order.attack(), assignment.numbers()), target, tally, order.time());
        answers.writeObject(tally.totals());
        answers.flush();
      }
    } catch (EOFException end) {
      System.exit(0); // whatever an attack may have left running
    }
  }

  private static Attack attack(String name, Numbers numbers) {
    return all(numbers).stream()
        .filter(attack -> attack.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** Lets an attack run for its time; one that hangs is left alone after a time of grace. */
  private static void let(Attack attack, Target target, Tally tally, Duration time)
      throws InterruptedException {
    Thread attacker =
        new Thread(
            () -> {
              try {
                attack.run(target, tally, Deadline.in(time));
              } catch (IOException e) {
                // the server does not let the attack go on: a crash of it is seen by honest users
                tally.answers(Tally.Kind.CLOSED, 1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception e) {
                tally.broken("the attack itself: " + e);
              }
            },
            attack.name());
    attacker.setDaemon(true);
    attacker.start();
    attacker.join(time.plus(GRACE).toMillis());
    if (attacker.isAlive()) {
      attacker.interrupt();
      tally.broken("the attack hangs");
    }
  }
}
