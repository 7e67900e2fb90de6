package io.parley.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.bench.server.Layout;
import io.parley.bench.verify.fault.FaultKind;
import io.parley.bench.verify.fault.OwnService;
import io.parley.bench.verify.fault.TestedServer;
import io.parley.bench.verify.history.Features;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/** A service, or several, and clients that all write while one kind of fault happens to it. */
final class FaultTrial implements AutoCloseable {
  private static final String SECRET = "a secret that only the tests of faults know";
  private static final long SEED = 5;
  private static final int USERS = 20;
  private static final int RATE = 150;

  /** Enough for the longest fault of a kind, or for some short ones. */
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final TestedServer server;

  FaultTrial(Layout layout) throws Exception {
    server = TestedServer.own(OwnService.start(List.of("-Xmx512m"), SECRET, USERS, layout));
  }

  /** Sees to it that no promise is broken by it. */
  void assertHolds(FaultKind kind) throws Exception {
    var issuer =
        new JwtTokenIssuer(
            new HmacSecret(SECRET.getBytes(StandardCharsets.UTF_8)), Clock.systemUTC());
    var load =
        new VerifyRun.Load(USERS, RATE, LENGTH, EnumSet.of(kind), Integer.MAX_VALUE, EVERY, SEED);
    var run =
        new VerifyRun(
            server,
            user -> issuer.issue(new UserId(user), Duration.ofHours(1)),
            Features.all(),
            load,
            line -> {});

    VerifyRun.Outcome outcome = run.run();

    assertThat(outcome.violations()).as(text(outcome)).isEmpty();
    assertThat(outcome.faults()).containsOnlyKeys(kind);
    assertThat(outcome.counts().acknowledged()).isGreaterThan(100);
  }

  private static String text(VerifyRun.Outcome outcome) {
    return outcome.violations().stream()
        .limit(3)
        .map(violation -> violation + "\n" + String.join("\n", violation.history()))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
