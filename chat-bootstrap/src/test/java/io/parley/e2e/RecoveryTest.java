package io.parley.e2e;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of connections that break, with the official client through the whole service on
 * PostgreSQL: it recovers by itself on the node that it was on, and by the sequence on another.
 */
@Timeout(180)
class RecoveryTest {
  private static final int PEOPLE = 50;
  private static final int FIRST_USER = 101;
  private static final int CUTS = 20;

  @ParameterizedTest
  @EnumSource
  void givenConnectionsCutAtRandom_whenPeopleChat_thenEverybodyRecoversAndNothingIsLostOrDoubled(
      Deployment deployment) throws Exception {
    try (TestService server = deployment.start()) {
      server
          .database()
          .run(
              "INSERT INTO users (id, name, username) SELECT n, 'User ' || n, 'user' || n"
                  + " FROM generate_series("
                  + FIRST_USER
                  + ", "
                  + (FIRST_USER + PEOPLE - 1)
                  + ") n");
      List<String> arguments = new ArrayList<>();
      arguments.add(server.address().toString());
      arguments.add(Integer.toString(CUTS));
      arguments.add(server.nodes());
      for (int user = FIRST_USER; user < FIRST_USER + PEOPLE; user++) {
        arguments.add(Integer.toString(user));
        arguments.add(server.token(user));
      }
      NodeScript.run("recovery.mjs", arguments.toArray(new String[0]));
    }
  }
}
