package io.parley.adapter.jwt;

import static io.parley.adapter.jwt.TokenForge.SECRET;
import static io.parley.adapter.jwt.TokenForge.hs256;
import static io.parley.adapter.jwt.TokenForge.signed;
import static io.parley.adapter.jwt.TokenForge.unsigned;
import static io.parley.adapter.jwt.TokenForge.withPayload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokenVerifierTest {
  private static final long NOW = 1_800_000_000L;

  private final JwtTokenVerifier verifier =
      JwtTokenVerifier.hmac(
          new HmacSecret(SECRET), Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({"HS256,HmacSHA256", "HS384,HmacSHA384", "HS512,HmacSHA512"})
  void givenShortSecret_whenSignedWithAnyHmac_thenAccepted(String alg, String mac) {
    String token = signed("{\"alg\":\"" + alg + "\"}", "{\"id\":7}", mac, SECRET);

    Credential credential = verifier.verify(token);

    assertThat(credential)
        .isEqualTo(new Credential(new UserId(7), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"HS256,HmacSHA256", "HS384,HmacSHA384", "HS512,HmacSHA512"})
  void givenLongSecret_whenSignedWithAnyHmac_thenAccepted(String alg, String mac) {
    byte[] secret = "s".repeat(200).getBytes(StandardCharsets.UTF_8);
    String token = signed("{\"alg\":\"" + alg + "\"}", "{\"id\":7}", mac, secret);

    Credential credential =
        JwtTokenVerifier.hmac(new HmacSecret(secret), Clock.systemUTC()).verify(token);

    assertThat(credential.user()).isEqualTo(new UserId(7));
  }

  @Test
  void givenOwnToken_whenVerified_thenUserAndExpiryComeBack() {
    JwtTokenIssuer issuer =
        new JwtTokenIssuer(
            new HmacSecret(SECRET), Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

    Credential credential = verifier.verify(issuer.issue(new UserId(42), Duration.ofHours(1)));

    assertThat(credential)
        .isEqualTo(
            new Credential(
                new UserId(42),
                Optional.of(Instant.ofEpochSecond(NOW)),
                Optional.of(Instant.ofEpochSecond(NOW + 3600))));
  }

  static Stream<Arguments> acceptedClaims() {
    return Stream.of(
        arguments("id as a number", "{\"id\":7}", 7L),
        arguments("id as digits", "{\"id\":\"7\"}", 7L),
        arguments("id before sub", "{\"sub\":\"8\",\"id\":7}", 7L),
        arguments("sub alone", "{\"sub\":\"8\"}", 8L),
        arguments("sub as a number", "{\"sub\":8}", 8L),
        arguments("id before a sub that is a number", "{\"id\":7,\"sub\":8}", 7L),
        arguments("other names as numbers", "{\"id\":7,\"jti\":42,\"iss\":1}", 7L),
        arguments("null id counts as absent", "{\"id\":null,\"sub\":\"8\"}", 8L),
        arguments("largest id", "{\"id\":9223372036854775807}", Long.MAX_VALUE),
        arguments("largest id as digits", "{\"id\":\"9223372036854775807\"}", Long.MAX_VALUE),
        arguments("other claims", "{\"id\":7,\"email\":\"a@b\",\"roles\":[\"x\"]}", 7L),
        arguments("expires later", "{\"id\":7,\"exp\":" + (NOW + 1) + "}", 7L),
        arguments("expired within leeway", "{\"id\":7,\"exp\":" + (NOW - 29) + "}", 7L),
        arguments("not before, within leeway", "{\"id\":7,\"nbf\":" + (NOW + 29) + "}", 7L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("acceptedClaims")
  void givenGoodClaims_whenVerified_thenUserIsKnown(String what, String payload, long user) {
    Credential credential = verifier.verify(hs256(payload));

    assertThat(credential.user()).as(what).isEqualTo(new UserId(user));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1.5}",
        "{\"id\":-1}",
        "{\"id\":0}",
        "{\"id\":9223372036854775808}",
        "{\"id\":1e400}",
        "{\"id\":\"9223372036854775808\"}",
        "{\"id\":\"\"}",
        "{\"id\":\" 7\"}",
        "{\"id\":\"+7\"}",
        "{\"id\":\"٧\"}",
        "{\"id\":\"seven\"}",
        "{\"id\":[7]}",
        "{\"id\":{\"id\":7}}",
        "{\"id\":true}",
        "{\"id\":\"x\",\"sub\":\"8\"}",
        "{\"sub\":\"alice\"}",
        "{\"sub\":\"\"}",
        "{}",
        "[]",
        "null",
        "7",
        "\"7\"",
        "",
        "{\"id\":7",
        "{\"id\":7,\"exp\":\"soon\"}",
        "{\"id\":7,\"exp\":[1]}",
        "{\"id\":\"\",\"sub\":\"8\"}",
        "{\"sub\":8.5}"
      })
  void givenUnfitClaims_whenVerified_thenInvalidTokenWithoutDetail(String payload) {
    assertRefused(hs256(payload));
  }

  static Stream<Arguments> forgedTokens() {
    String good = hs256("{\"id\":7}");
    String hs256 = "{\"alg\":\"HS256\"}";
    byte[] otherSecret = "another secret of thirty-two bytes!".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        arguments("alg none", unsigned("{\"alg\":\"none\"}", "{\"id\":7}")),
        arguments("alg None", unsigned("{\"alg\":\"None\"}", "{\"id\":7}")),
        arguments("no alg", unsigned("{}", "{\"id\":7}")),
        arguments(
            "alg none, signed", signed("{\"alg\":\"none\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments("HS256 without signature", unsigned(hs256, "{\"id\":7}")),
        arguments("tampered payload", withPayload(good, "{\"id\":8}")),
        arguments("wrong secret", signed(hs256, "{\"id\":7}", "HmacSHA256", otherSecret)),
        arguments("empty secret", signed(hs256, "{\"id\":7}", "HmacSHA256", new byte[] {0})),
        arguments(
            "RS256 header, HMAC",
            signed("{\"alg\":\"RS256\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments(
            "ES256 header, HMAC",
            signed("{\"alg\":\"ES256\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments(
            "HS512 header, HS256 signature",
            signed("{\"alg\":\"HS512\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments(
            "lower-case alg", signed("{\"alg\":\"hs256\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments(
            "unknown critical header",
            signed(
                "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
                "{\"id\":7}",
                "HmacSHA256",
                SECRET)),
        arguments(
            "compressed",
            signed("{\"alg\":\"HS256\",\"zip\":\"DEF\"}", "{\"id\":7}", "HmacSHA256", SECRET)),
        arguments(
            "encrypted",
            TokenForge.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA"),
        arguments("expired", hs256("{\"id\":7,\"exp\":" + (NOW - 31) + "}")),
        arguments("not yet valid", hs256("{\"id\":7,\"nbf\":" + (NOW + 31) + "}")),
        arguments("empty", ""),
        arguments("white space", " \t\n"),
        arguments("dots", ".."),
        arguments("many dots", ".".repeat(10_000)),
        arguments("garbage", "abc"),
        arguments("not base64", "!!!.???.***"),
        arguments("control characters", "\u0000\r\n.\u0000.\ud800"),
        arguments("cut off", good.substring(0, good.length() - 1)),
        arguments("trailing newline in signature", good + "\n"),
        arguments(
            "deep JSON", hs256("{\"id\":7,\"x\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}")),
        arguments("huge", hs256("{\"id\":7,\"x\":\"" + "x".repeat(1_000_000) + "\"}")),
        arguments("huge garbage", "a".repeat(10_000_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedTokens")
  void givenForgedToken_whenVerified_thenInvalidTokenWithoutDetail(String what, String token) {
    assertThat(what).isNotEmpty();
    assertRefused(token);
  }

  @Test
  void givenShortSecret_whenMade_thenRefusedWithoutShowingIt() {
    byte[] secret = Arrays.copyOf(SECRET, 31);

    assertThatThrownBy(() -> new HmacSecret(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The secret must have at least 32 bytes, has 31");
    assertThat(new HmacSecret(SECRET)).hasToString("HmacSecret[***]");
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            ChatException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_TOKEN);
              assertThat(refusal.detail()).isEqualTo("Invalid token");
              assertThat(refusal.getCause()).isNull();
            });
  }
}
