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
 * What happens to the service and to its clients, and to the clock, one kind after the other, while
 * all of them write: no promise is broken. What happens to the database has a test of its own, as
 * has what happens to the bus of several services.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EachFaultTest {
  private FaultTrial trial;

  @BeforeAll
  void start() throws Exception {
    trial = new FaultTrial(Layout.SINGLE);
  }

  @AfterAll
  void stop() throws IOException {
    trial.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DATABASE_(?!CLOCK_).*|BUS_.*")
  void givenAFault_whenEverybodyWrites_thenNoPromiseIsBroken(FaultKind kind) throws Exception {
    trial.assertHolds(kind);
  }
}
