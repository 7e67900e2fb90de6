package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedClusterTest {
  @Test
  void givenHundredNodes_whenMessagesAreSent_thenEachReachesTheNodesOfItsTwoUsersOnly() {
    var cluster = new SimulatedCluster(100, 20_000, 1, 1);

    SimulatedCluster.Outcome outcome = cluster.send(5_000);

    assertThat(outcome.mostNodes()).isEqualTo(2);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.nodes()).isBetween(9_700L, 10_000L);
    assertThat(outcome.framesIn()).isEqualTo(2 * 5_000);
  }

  @Test
  void givenUsersWithSeveralDevices_whenMessagesAreSent_thenEachReachesTheirNodesOnly() {
    var cluster = new SimulatedCluster(100, 20_000, 3, 1);

    SimulatedCluster.Outcome outcome = cluster.send(5_000);

    assertThat(outcome.mostNodes()).isEqualTo(6);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.framesIn()).isEqualTo(2 * 5_000); // whatever the devices
  }

  @Test
  void givenUserWithManyPartners_whenHeComes_thenWhatTheBusCarriesGrowsAsTheyDo() {
    var cluster = new SimulatedCluster(10, 20_000, 1, 1);

    SimulatedCluster.Outcome few = cluster.come(100, 64);
    SimulatedCluster.Outcome many = cluster.come(100, 640);

    assertThat(few.isRight()).isTrue();
    assertThat(many.isRight()).isTrue();
    assertThat(many.framesIn()).isEqualTo(10 * few.framesIn());
    assertThat(many.bytesIn()).isEqualTo(10 * few.bytesIn());
  }
}
