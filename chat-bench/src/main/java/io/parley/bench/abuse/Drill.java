package io.parley.bench.abuse;

import io.parley.bench.client.RestConnection;
import io.parley.bench.client.Text;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** One attack after the other, each between two quiet times, while honest users chat. */
final class Drill {
  static final int ATTACKERS = 30;

  private static final byte[] CONVERSATION = ascii("\"conversation_id\":");
  private static final byte[] MESSAGE = ascii("\"data\":{\"id\":");
  private static final byte[] ONE = ascii("\"total\":1,");
  private static final byte[] UNREAD = ascii("\"is_read\":false");
  private static final byte[] NOT_DELETED = ascii("\"deletedAt\":null");

  private final InetSocketAddress server;
  private final String secret;
  private final LongFunction<String> tokens;
  private final int users;
  private boolean preyIsUntouched = true;

  /**
   * @param users honest ones, from 1 on; the next two are the prey, the {@value #ATTACKERS} after
   *     them attack
   */
  Drill(InetSocketAddress server, String secret, LongFunction<String> tokens, int users) {
    this.server = server;
    this.secret = secret;
    this.tokens = tokens;
    this.users = users;
  }

  /** How many users there must be. */
  static int usersBeside(int honest) {
    return honest + 2 + ATTACKERS;
  }

  /**
   * How long everything takes.
   *
   * @param settle between an attack and the quiet time after it
   */
  record Times(Duration warmup, Duration quiet, Duration attack, Duration settle, int rounds) {}

  /** Runs it; the findings are in the order of the attacks. */
  List<Finding> run(HonestLoad honest, List<String> attacks, Attackers.Numbers numbers, Times times)
      throws Exception {
    honest.start();
    Target.Prey prey = prey();
    try (AttackProcess attackers = AttackProcess.start(assignment(prey, honest, numbers))) {
      return run(honest, prey, attackers, attacks, times);
    }
  }

  private List<Finding> run(
      HonestLoad honest,
      Target.Prey prey,
      AttackProcess attackers,
      List<String> attacks,
      Times times)
      throws Exception {
    List<Finding> findings = new ArrayList<>();
    attacks.forEach(attack -> findings.add(new Finding(attack, prey.canary())));
    Thread.sleep(times.warmup().toMillis());
    HonestLoad.Window before = quiet(honest, times);
    for (int round = 0; round < times.rounds(); round++) {
      for (int i = 0; i < attacks.size(); i++) {
        String attack = attacks.get(i);
        Tally tally = findings.get(i).tally();
        HonestLoad.Window attacked =
            honest.during(() -> tally.add(attackers.attack(attack, times.attack())));
        Thread.sleep(times.settle().toMillis());
        HonestLoad.Window after = quiet(honest, times);
        findings.get(i).add(attacked, before, after);
        lookAfter(prey, tally);
        before = after;
      }
    }
    return findings;
  }

  private static HonestLoad.Window quiet(HonestLoad honest, Times times) throws Exception {
    return honest.during(() -> Thread.sleep(times.quiet().toMillis()));
  }

  private Attackers.Assignment assignment(
      Target.Prey prey, HonestLoad honest, Attackers.Numbers numbers) {
    List<Long> attackers =
        LongStream.rangeClosed(prey.receiver() + 1, prey.receiver() + ATTACKERS).boxed().toList();
    return new Attackers.Assignment(
        server, secret, prey, attackers, honest.conversations(), numbers);
  }

  private Target.Prey prey() throws IOException {
    long sender = users + 1L;
    long receiver = users + 2L;
    String canary = "canary-" + UUID.randomUUID();
    try (RestConnection connection = new RestConnection(server, tokens.apply(sender))) {
      Text sent =
          connection
              .post(
                  "/api/chat/send",
                  "{\"receiverId\":" + receiver + ",\"content\":\"" + canary + "\"}")
              .body();
      var prey =
          new Target.Prey(
              sender, receiver, sent.numberAfter(CONVERSATION), sent.numberAfter(MESSAGE), canary);
      if (prey.conversation() < 0 || prey.message() < 0) {
        throw new IOException("the prey could not write: " + sent);
      }
      return prey;
    }
  }

  /** Whether the prey is as it was: one message, neither read nor deleted. */
  private void lookAfter(Target.Prey prey, Tally tally) throws IOException {
    try (RestConnection connection = new RestConnection(server, tokens.apply(prey.receiver()))) {
      Text found =
          connection.get("/api/chat/conversations/" + prey.conversation() + "/messages").body();
      boolean untouched =
          found.contains(ascii(prey.canary()))
              && found.contains(ONE)
              && found.contains(UNREAD)
              && found.contains(NOT_DELETED);
      if (preyIsUntouched && !untouched) {
        tally.granted("the prey was touched: " + found);
      }
      preyIsUntouched = untouched; // counted for the attack that has done it, not for the next
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
