package io.parley.bench.verify;

import io.parley.bench.server.Layout;
import io.parley.bench.verify.fault.FaultKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What happens to the bus of three services, one kind after the other, and that one of them is
 * killed or paused, while the clients of all write: no promise is broken.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EachBusFaultTest {
  private FaultTrial trial;

  @BeforeAll
  void start() throws Exception {
    trial = new FaultTrial(new Layout(3, Layout.Bus.REDIS));
  }

  @AfterAll
  void stop() throws IOException {
    trial.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "BUS_.*|SERVICE_KILLED|SERVICE_PAUSED")
  void givenAFault_whenEverybodyWrites_thenNoPromiseIsBroken(FaultKind kind) throws Exception {
    trial.assertHolds(kind);
  }
}
