package io.parley.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.domain.error.ChatException;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedTokenVerifierTest {
  private static final HmacSecret SECRET = new HmacSecret(TokenForge.SECRET);

  private final SetClock clock = new SetClock();
  private final AtomicInteger checks = new AtomicInteger();
  private final TokenVerifier jwt = JwtTokenVerifier.hmac(SECRET, clock);
  private final TokenVerifier verifier =
      new CachedTokenVerifier(
          token -> {
            checks.incrementAndGet();
            return jwt.verify(token);
          },
          clock);

  @Test
  void givenAcceptedToken_whenItComesAgain_thenItIsNotCheckedAgain() {
    String token = tokenFor(Duration.ofHours(1));

    assertThat(verifier.verify(token)).isEqualTo(verifier.verify(token));

    assertThat(checks).hasValue(1);
  }

  @Test
  void givenAcceptedToken_whenItsLeewayHasPassed_thenItIsRefused() {
    String token = tokenFor(Duration.ofSeconds(10));
    verifier.verify(token);

    clock.now = clock.now.plusSeconds(10).plus(JwtTokenVerifier.LEEWAY);
    assertThat(verifier.verify(token).user()).isEqualTo(new UserId(7));

    clock.now = clock.now.plusMillis(1);
    assertThatExceptionOfType(ChatException.class).isThrownBy(() -> verifier.verify(token));
  }

  @Test
  void givenAcceptedToken_whenOneCharacterDiffers_thenItIsRefused() {
    String token = tokenFor(Duration.ofHours(1));
    verifier.verify(token);

    String forged = TokenForge.withPayload(token, "{\"id\":8}");

    assertThatExceptionOfType(ChatException.class).isThrownBy(() -> verifier.verify(forged));
  }

  @Test
  void givenRefusedToken_whenItComesAgain_thenItIsCheckedAgain() {
    String early = TokenForge.hs256("{\"id\":7,\"nbf\":" + (clock.now.getEpochSecond() + 60) + "}");
    assertThatExceptionOfType(ChatException.class).isThrownBy(() -> verifier.verify(early));

    clock.now = clock.now.plusSeconds(60);

    assertThat(verifier.verify(early).user()).isEqualTo(new UserId(7));
  }

  private String tokenFor(Duration lifetime) {
    return new JwtTokenIssuer(SECRET, clock).issue(new UserId(7), lifetime);
  }

  /** Shows the time that a test sets. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.ofEpochSecond(1_800_000_000L);

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
