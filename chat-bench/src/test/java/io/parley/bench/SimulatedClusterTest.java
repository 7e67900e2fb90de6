package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedClusterTest {
  @Test
  void givenHundredNodes_whenMessagesAreSent_thenEachReachesTheNodesOfItsTwoUsersOnly() {
    var cluster = new SimulatedCluster(100, 20_000, 1);

    SimulatedCluster.Outcome outcome = cluster.send(5_000);

    assertThat(outcome.mostNodes()).isEqualTo(2);
    assertThat(outcome.wrongNodes()).isZero();
    assertThat(outcome.missedNodes()).isZero();
    assertThat(outcome.nodesReached()).isBetween(9_700L, 10_000L);
  }
}
