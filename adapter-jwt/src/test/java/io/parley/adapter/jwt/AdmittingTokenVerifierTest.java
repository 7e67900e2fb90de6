package io.parley.adapter.jwt;

import static io.parley.adapter.jwt.TokenForge.SECRET;
import static io.parley.adapter.jwt.TokenForge.hs256;
import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.Bearer;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmittingTokenVerifierTest {
  private static final long NOW = 1_800_000_000L;
  private static final String UUID = "3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11";
  private static final UserId SEVEN = new UserId(7);

  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
  private final List<Bearer> admitted = new ArrayList<>();
  private CompletableFuture<UserId> answer = CompletableFuture.completedFuture(SEVEN);

  private AdmittingTokenVerifier verifier(UserKeyForm form) {
    return AdmittingTokenVerifier.of(
        new TokenKeys(List.of(new HmacSecret(SECRET)), List.of(), Optional.empty()),
        RequiredClaims.NONE,
        clock,
        form,
        bearer -> {
          admitted.add(bearer);
          return answer;
        });
  }

  @Test
  void givenUuidInSub_whenVerified_thenItsUserIsAskedForWithWhatIsSaidOfHim() {
    String token =
        hs256(
            "{\"sub\":\"3F2C8A64-0B7E-4C0D-9A53-1F6F0A2B9C11\",\"iat\":%d,\"exp\":%d,\"name\":\"Ada\",\"preferred_username\":\"ada\",\"picture\":\"https://x/a.png\"}"
                .formatted(NOW - 60, NOW + 60));

    Credential credential = await(verifier(UserKeyForm.UUID).whenVerified(token));

    assertThat(credential)
        .isEqualTo(
            new Credential(
                SEVEN,
                Optional.of(Instant.ofEpochSecond(NOW - 60)),
                Optional.of(Instant.ofEpochSecond(NOW + 60))));
    assertThat(admitted)
        .containsExactly(
            new Bearer(
                new UserKey(UUID),
                credential.issuedAt(),
                Optional.of("Ada"),
                Optional.of("ada"),
                Optional.of("https://x/a.png")));
  }

  @Test
  void givenIdAndSub_whenVerified_thenTheIdCounts() {
    assertThat(
            verifier(UserKeyForm.TEXT).verify(hs256("{\"id\":\"one\",\"sub\":\"other\"}")).user())
        .isEqualTo(SEVEN);
    assertThat(verifier(UserKeyForm.TEXT).verify(hs256("{\"id\":42,\"sub\":\"other\"}")).user())
        .isEqualTo(SEVEN);

    assertThat(admitted.stream().map(bearer -> bearer.key().text())).containsExactly("one", "42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":\"\"}",
        "{\"sub\":\"7\"}",
        "{\"id\":7}",
        "{\"id\":true,\"sub\":\"3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c11\"}",
        "{\"id\":{\"a\":1}}",
        "{\"sub\":\"3f2c8a64-0b7e-4c0d-9a53-1f6f0a2b9c1\"}"
      })
  void givenNoUuid_whenVerified_thenTheTokenIsNotGoodAndNobodyIsAskedFor(String claims) {
    AdmittingTokenVerifier verifier = verifier(UserKeyForm.UUID);

    assertThat(refusalOf(() -> verifier.verify(hs256(claims)))).isEqualTo(ErrorCode.INVALID_TOKEN);
    assertThat(admitted).isEmpty();
  }

  @Test
  void givenTokenOfAStranger_whenVerified_thenNobodyIsAskedFor() {
    AdmittingTokenVerifier verifier = verifier(UserKeyForm.TEXT);
    String token = hs256("{\"sub\":\"ada\"}");
    String forged = TokenForge.withPayload(token, "{\"sub\":\"ben\"}");
    String old = hs256("{\"sub\":\"ada\",\"exp\":%d}".formatted(NOW - 3_600));

    assertThat(refusalOf(() -> verifier.verify(forged))).isEqualTo(ErrorCode.INVALID_TOKEN);
    assertThat(refusalOf(() -> verifier.verify(old))).isEqualTo(ErrorCode.INVALID_TOKEN);
    assertThat(admitted).isEmpty();
  }

  @Test
  void givenClaimsThatAreNoTexts_whenVerified_thenTheySayNothing() {
    Credential unused =
        verifier(UserKeyForm.TEXT)
            .verify(hs256("{\"sub\":\"ada\",\"name\":7,\"picture\":{\"url\":\"x\"}}"));

    assertThat(admitted)
        .containsExactly(
            new Bearer(
                new UserKey("ada"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void givenNewUser_whenVerified_thenNobodyWaitsUntilHeIsLetIn() {
    answer = new CompletableFuture<>();
    var cached = new CachedTokenVerifier(verifier(UserKeyForm.TEXT), clock);
    String token = hs256("{\"sub\":\"ada\"}");

    CompletableFuture<Credential> credential = cached.whenVerified(token).toCompletableFuture();
    assertThat(credential).isNotDone();
    answer.complete(SEVEN);

    assertThat(await(credential).user()).isEqualTo(SEVEN);
    assertThat(cached.whenVerified(token).toCompletableFuture()).isDone();
    assertThat(cached.verify(token)).isEqualTo(await(credential));
    assertThat(admitted).hasSize(1);
  }

  @Test
  void givenStoreThatIsAway_whenVerified_thenItIsSaidAndNotRemembered() {
    answer = CompletableFuture.failedFuture(new StoreUnavailableException("planned"));
    var cached = new CachedTokenVerifier(verifier(UserKeyForm.TEXT), clock);
    String token = hs256("{\"sub\":\"ada\"}");

    assertThat(refusalOf(cached.whenVerified(token))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(refusalOf(() -> cached.verify(token))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    answer = CompletableFuture.completedFuture(SEVEN);

    assertThat(await(cached.whenVerified(token)).user()).isEqualTo(SEVEN);
  }
}
