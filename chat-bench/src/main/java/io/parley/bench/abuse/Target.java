package io.parley.bench.abuse;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What is attacked, and by whom.
 *
 * @param secret what its tokens are signed with
 * @param tokens good ones, by user id
 * @param attackers users who chat with nobody but each other
 * @param conversations of honest users, in which no attacker is
 */
record Target(
    InetSocketAddress server,
    String secret,
    LongFunction<String> tokens,
    Prey prey,
    List<Long> attackers,
    List<Long> conversations) {

  /**
   * A conversation of two users with one message in it, which nobody ever touches.
   *
   * @param canary the message's content, which nobody else can know
   */
  record Prey(long sender, long receiver, long conversation, long message, String canary)
      implements Serializable {}

  Target {
    attackers = List.copyOf(attackers);
    conversations = List.copyOf(conversations);
  }

  /** One attacker after the other. */
  long attacker(long number) {
    return attackers.get((int) (number % attackers.size()));
  }

  String attackerToken(long number) {
    return tokens.apply(attacker(number));
  }

  /** The header with which attackers show who they are. */
  String authorization(long number) {
    return "Authorization: Bearer " + attackerToken(number) + "\r\n";
  }

  HostileConnection open() throws java.io.IOException {
    return new HostileConnection(server);
  }
}
