package io.parley.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Any token: the input as it is, the input in place of a part of a good one, and what an issuer
 * that has the secret may sign.
 */
class JwtTokenVerifierFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HEADER = "{\"alg\":\"HS256\"}";
  private static final Pattern DOT = Pattern.compile("\\.");

  private final JwtTokenVerifier verifier =
      JwtTokenVerifier.hmac(new HmacSecret(TokenForge.SECRET), Clock.fixed(NOW, ZoneOffset.UTC));
  private final String good = TokenForge.hs256("{\"id\":7}");

  @DictionaryEntries({
    "{\"alg\":\"none\"}",
    "\"zip\":\"DEF\"",
    "\"crit\":[\"exp\"]",
    "\"b64\":false",
    "\"id\":",
    "\"sub\":",
    "\"exp\":",
    "\"nbf\":",
    "\"iat\":",
    "9223372036854775807",
    "1e308"
  })
  @FuzzTest
  void givenAnyToken_whenVerified_thenItIsInvalidUnlessSignedAsItIs(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String[] parts = DOT.split(good, -1);

    assertThat(verify(text).isPresent()).isEqualTo(text.equals(good));
    assertThat(verify(text + "." + parts[1] + "." + parts[2])).isEmpty();
    assertThat(verify(TokenForge.unsigned(text, "{\"id\":7}"))).isEmpty();
    assertThat(verify(TokenForge.withPayload(good, text)).isPresent())
        .isEqualTo(text.equals("{\"id\":7}"));
    verify(TokenForge.signed(text, "{\"id\":7}", "HmacSHA256", TokenForge.SECRET));
    verify(TokenForge.signed(HEADER, text, "HmacSHA256", TokenForge.SECRET))
        .ifPresent(credential -> assertThat(credential.user().value()).isPositive());
  }

  private Optional<Credential> verify(String token) {
    try {
      return Optional.of(verifier.verify(token));
    } catch (ChatException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TOKEN);
      return Optional.empty();
    }
  }
}
