package io.parley.adapter.jwt;

import static io.parley.adapter.jwt.TestKey.ED25519;
import static io.parley.adapter.jwt.TestKey.P256;
import static io.parley.adapter.jwt.TestKey.P384;
import static io.parley.adapter.jwt.TestKey.RSA;
import static io.parley.adapter.jwt.TokenForge.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublicKeyTokensTest {
  private static final long NOW = 1_800_000_000L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
  private static final String SEVEN = "{\"id\":7}";
  private static final HmacSecret HMAC = new HmacSecret(SECRET);
  private static final List<TestKey> KEYS = List.of(RSA, P256, P384, ED25519);

  private static final List<String> ALGORITHMS =
      List.of(
          "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512",
          "EdDSA", "none");

  static Stream<Arguments> ownAlgorithms() {
    return KEYS.stream()
        .flatMap(key -> key.algorithms().stream().map(algorithm -> arguments(key, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("ownAlgorithms")
  void givenAKey_whenSignedWithAnAlgorithmOfItsKind_thenAccepted(TestKey key, String algorithm) {
    String token = key.sign(alg(algorithm), SEVEN, TestKey.jcaName(algorithm));

    assertThat(verifier(key).verify(token).user()).isEqualTo(new UserId(7));
    assertThat(everything().verify(token).user()).isEqualTo(new UserId(7));
  }

  static Stream<Arguments> foreignAlgorithms() {
    return KEYS.stream()
        .flatMap(
            key ->
                ALGORITHMS.stream()
                    .filter(algorithm -> !key.algorithms().contains(algorithm))
                    .map(algorithm -> arguments(key, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("foreignAlgorithms")
  void givenAKey_whenAHeaderNamesAnotherKindOfAlgorithm_thenRefused(TestKey key, String algorithm) {
    for (String token : confused(key, algorithm)) {
      assertRefused(verifier(key), token);
      assertRefused(everything(), token);
    }
  }

  /** Every way to bring the key together with the algorithm that the JDK has. */
  private static List<String> confused(TestKey key, String algorithm) {
    List<String> tokens = new ArrayList<>();
    tokens.add(key.sign(alg(algorithm), SEVEN));
    tokens.add(TokenForge.unsigned(alg(algorithm), SEVEN));
    if (algorithm.startsWith("HS")) {
      String pem = key.pem();
      for (byte[] secret :
          List.of(
              pem.getBytes(StandardCharsets.US_ASCII),
              pem.strip().getBytes(StandardCharsets.US_ASCII),
              key.pair().getPublic().getEncoded())) {
        tokens.add(
            TokenForge.signed(alg(algorithm), SEVEN, "HmacSHA" + algorithm.substring(2), secret));
      }
    }
    boolean elliptic = algorithm.startsWith("ES") && key.algorithm().startsWith("ES");
    boolean probabilistic = algorithm.equals("PS256") && key.equals(RSA);
    if (elliptic || probabilistic) {
      tokens.add(key.sign(alg(algorithm), SEVEN, TestKey.jcaName(algorithm)));
    }
    return tokens;
  }

  static Stream<Arguments> forgedTokens() {
    String good = RSA.token(SEVEN);
    String ecdsa = P256.token(SEVEN);
    String attacker = TestKey.rsa(2_048).jwk("own");
    TestKey stranger = TestKey.rsa(2_048);
    return Stream.of(
        arguments("another RSA key", stranger.token(SEVEN)),
        arguments("its own key in jwk", stranger.sign(header("\"jwk\":" + attacker), SEVEN)),
        arguments(
            "where its key is in jku",
            stranger.sign(header("\"jku\":\"https://attacker.example/keys\""), SEVEN)),
        arguments(
            "where its certificate is in x5u",
            stranger.sign(header("\"x5u\":\"https://attacker.example/cert\""), SEVEN)),
        arguments(
            "its certificate in x5c",
            stranger.sign(
                header(
                    "\"x5c\":[\""
                        + TokenForge.base64(stranger.pair().getPublic().getEncoded())
                        + "\"]"),
                SEVEN)),
        arguments("crit", RSA.sign(header("\"crit\":[\"exp\"],\"exp\":1"), SEVEN)),
        arguments("crit b64", RSA.sign(header("\"crit\":[\"b64\"],\"b64\":false"), SEVEN)),
        arguments("empty crit", RSA.sign(header("\"crit\":[]"), SEVEN)),
        arguments("compressed", RSA.sign(header("\"zip\":\"DEF\""), SEVEN)),
        arguments("encrypted", RSA.sign(header("\"enc\":\"A256GCM\""), SEVEN)),
        arguments("a number as kid", RSA.sign(header("\"kid\":7"), SEVEN)),
        arguments("a list of algorithms", RSA.sign("{\"alg\":[\"RS256\"]}", SEVEN)),
        arguments("alg twice, HMAC first", twice("HS256", "RS256")),
        arguments("alg twice, HMAC last", twice("RS256", "HS256")),
        arguments("alg none beside a good one", RSA.sign("{\"alg\":\"none\"}", SEVEN)),
        arguments("lower case", RSA.sign("{\"alg\":\"rs256\"}", SEVEN)),
        arguments("tampered payload", TokenForge.withPayload(good, "{\"id\":8}")),
        arguments("no signature", good.substring(0, good.lastIndexOf('.') + 1)),
        arguments("two signatures", good + good.substring(good.lastIndexOf('.'))),
        arguments(
            "signature of another token",
            good.substring(0, good.lastIndexOf('.')) + tail(RSA.token("{\"id\":9}"))),
        arguments("zeros as ECDSA signature", withSignature(ecdsa, new byte[64])),
        arguments("ECDSA signature in DER", P256.sign(alg("ES256"), SEVEN, "SHA256withECDSA")),
        arguments("short ECDSA signature", withSignature(ecdsa, new byte[63])),
        arguments("zeros as EdDSA signature", withSignature(ED25519.token(SEVEN), new byte[64])),
        arguments("expired", RSA.token("{\"id\":7,\"exp\":" + (NOW - 31) + "}")),
        arguments("not yet valid", P256.token("{\"id\":7,\"nbf\":" + (NOW + 31) + "}")),
        arguments("no user", ED25519.token("{}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedTokens")
  void givenForgedToken_whenVerifiedWithAllKindsOfKeys_thenRefused(String what, String token) {
    assertThat(what).isNotEmpty();
    assertRefused(everything(), token);
  }

  @Test
  void givenHeadersThatOfferKeys_whenTheSignatureIsGood_thenTheyAreIgnored() {
    String token =
        RSA.sign(header("\"jku\":\"https://login.example/keys\",\"x5t\":\"abc\""), SEVEN);

    assertThat(everything().verify(token).user()).isEqualTo(new UserId(7));
  }

  @Test
  void givenNamedKeys_whenATokenNamesOne_thenOnlyThatIsTried() {
    TestKey other = TestKey.rsa(2_048);
    TokenVerifier verifier =
        verifier(List.of(named(RSA, "a"), named(other, "b")), List.of(HMAC), RequiredClaims.NONE);

    assertThat(verifier.verify(RSA.token("a", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(verifier.verify(other.token("b", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(verifier.verify(RSA.token(SEVEN)).user()).isEqualTo(new UserId(7));
    assertRefused(verifier, RSA.token("b", SEVEN));
    assertRefused(verifier, RSA.token("c", SEVEN));
    assertRefused(
        verifier,
        TokenForge.signed("{\"alg\":\"HS256\",\"kid\":\"a\"}", SEVEN, "HmacSHA256", SECRET));
  }

  @Test
  void givenKeysWithoutNames_whenATokenNamesWhatever_thenAllOfTheKindAreTried() {
    TestKey newer = TestKey.rsa(2_048);
    TokenVerifier verifier = verifier(RSA, P256, newer);

    assertThat(verifier.verify(RSA.token("x", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(verifier.verify(newer.token("y", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(verifier.verify(newer.token(SEVEN)).user()).isEqualTo(new UserId(7));
  }

  @Test
  void givenMoreKeysThanAreTried_whenATokenNamesNone_thenTheFirstOnesCount() {
    TestKey last = TestKey.ed25519();
    List<VerificationKey> keys = new ArrayList<>();
    for (int i = 0; i < KeyRing.MAX_TRIES; i++) {
      keys.add(named(TestKey.ed25519(), "k" + i));
    }
    keys.add(named(last, "last"));
    TokenVerifier verifier = verifier(keys, List.of(), RequiredClaims.NONE);

    assertThat(verifier.verify(last.token("last", SEVEN)).user()).isEqualTo(new UserId(7));
    assertRefused(verifier, last.token(SEVEN));
  }

  @Test
  void givenAKeyForOneAlgorithm_whenSignedWithAnotherOfItsKind_thenRefused() {
    VerificationKey key =
        new VerificationKey(RSA.pair().getPublic(), Optional.of("a"), Optional.of("RS512"));
    TokenVerifier verifier = verifier(List.of(key), List.of(), RequiredClaims.NONE);

    assertThat(verifier.verify(RSA.sign(alg("RS512"), SEVEN, "SHA512withRSA")).user())
        .isEqualTo(new UserId(7));
    assertRefused(verifier, RSA.token(SEVEN));
    assertRefused(verifier, RSA.token("a", SEVEN));
  }

  @Test
  void givenTwoSecrets_whenSignedWithEither_thenAccepted() {
    byte[] previous = "the secret of last year, thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    TokenVerifier verifier =
        verifier(List.of(), List.of(HMAC, new HmacSecret(previous)), RequiredClaims.NONE);

    assertThat(verifier.verify(TokenForge.hs256(SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(
            verifier.verify(TokenForge.signed(alg("HS512"), SEVEN, "HmacSHA512", previous)).user())
        .isEqualTo(new UserId(7));
    assertRefused(
        verifier,
        TokenForge.signed(alg("HS256"), SEVEN, "HmacSHA256", Arrays.copyOf(previous, 32)));
  }

  static Stream<Arguments> requiredClaims() {
    List<String> none = List.of();
    List<String> one = List.of("https://a.example");
    List<String> two = List.of("https://a.example", "b");
    return Stream.of(
        arguments(none, none, "{\"id\":7}", true),
        arguments(none, none, "{\"id\":7,\"iss\":\"x\",\"aud\":\"y\"}", true),
        arguments(one, none, "{\"id\":7,\"iss\":\"https://a.example\"}", true),
        arguments(two, none, "{\"id\":7,\"iss\":\"b\"}", true),
        arguments(one, none, "{\"id\":7}", false),
        arguments(one, none, "{\"id\":7,\"iss\":null}", false),
        arguments(one, none, "{\"id\":7,\"iss\":\"https://a.example/\"}", false),
        arguments(one, none, "{\"id\":7,\"iss\":\"https://A.example\"}", false),
        arguments(one, none, "{\"id\":7,\"iss\":[\"https://a.example\"]}", false),
        arguments(one, none, "{\"id\":7,\"iss\":7}", false),
        arguments(List.of("null"), none, "{\"id\":7}", false),
        arguments(none, two, "{\"id\":7,\"aud\":\"b\"}", true),
        arguments(none, two, "{\"id\":7,\"aud\":[\"x\",\"b\"]}", true),
        arguments(none, two, "{\"id\":7,\"aud\":[\"b\"]}", true),
        arguments(none, two, "{\"id\":7}", false),
        arguments(none, two, "{\"id\":7,\"aud\":null}", false),
        arguments(none, two, "{\"id\":7,\"aud\":\"\"}", false),
        arguments(none, two, "{\"id\":7,\"aud\":[]}", false),
        arguments(none, two, "{\"id\":7,\"aud\":\"x\"}", false),
        arguments(none, two, "{\"id\":7,\"aud\":\"b \"}", false),
        arguments(none, two, "{\"id\":7,\"aud\":\"b,https://a.example\"}", false),
        arguments(none, two, "{\"id\":7,\"aud\":{\"b\":true}}", false),
        arguments(none, two, "{\"id\":7,\"aud\":[[\"b\"]]}", false),
        arguments(
            one, List.of("b"), "{\"id\":7,\"iss\":\"https://a.example\",\"aud\":\"b\"}", true),
        arguments(one, List.of("b"), "{\"id\":7,\"iss\":\"https://a.example\"}", false),
        arguments(
            one, List.of("b"), "{\"id\":7,\"iss\":\"b\",\"aud\":\"https://a.example\"}", false));
  }

  @ParameterizedTest
  @MethodSource("requiredClaims")
  void givenRequiredClaims_whenVerified_thenIssuerAndAudienceMustBeAmongThem(
      List<String> issuers, List<String> audiences, String payload, boolean accepted) {
    TokenVerifier verifier =
        verifier(List.of(RSA.unnamed()), List.of(), new RequiredClaims(issuers, audiences));

    if (accepted) {
      assertThat(verifier.verify(RSA.token(payload)).user()).isEqualTo(new UserId(7));
    } else {
      assertRefused(verifier, RSA.token(payload));
    }
  }

  @Test
  void givenRequiredClaims_whenATokenIsIssuedHere_thenItHasThem() {
    RequiredClaims required = new RequiredClaims(List.of("i", "j"), List.of("a", "b"));
    TokenVerifier verifier = verifier(List.of(), List.of(HMAC), required);

    String token =
        new JwtTokenIssuer(HMAC, required, CLOCK).issue(new UserId(7), Duration.ofHours(1));

    assertThat(verifier.verify(token).user()).isEqualTo(new UserId(7));
  }

  private static VerificationKey named(TestKey key, String id) {
    return new VerificationKey(key.pair().getPublic(), Optional.of(id), Optional.empty());
  }

  private static TokenVerifier verifier(TestKey... keys) {
    return verifier(Stream.of(keys).map(TestKey::unnamed).toList(), List.of(), RequiredClaims.NONE);
  }

  private static TokenVerifier everything() {
    return verifier(
        KEYS.stream().map(TestKey::unnamed).toList(), List.of(HMAC), RequiredClaims.NONE);
  }

  private static TokenVerifier verifier(
      List<VerificationKey> keys, List<HmacSecret> secrets, RequiredClaims required) {
    return JwtTokenVerifier.of(new TokenKeys(secrets, keys, Optional.empty()), required, CLOCK);
  }

  private static String alg(String name) {
    return "{\"alg\":\"" + name + "\"}";
  }

  private static String header(String more) {
    return "{\"alg\":\"RS256\"," + more + "}";
  }

  private static String twice(String first, String second) {
    return TokenForge.signed(
        "{\"alg\":\"" + first + "\",\"alg\":\"" + second + "\"}",
        SEVEN,
        "HmacSHA256",
        RSA.pem().getBytes(StandardCharsets.US_ASCII));
  }

  private static String tail(String token) {
    return token.substring(token.lastIndexOf('.'));
  }

  private static String withSignature(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + TokenForge.base64(signature);
  }

  private static void assertRefused(TokenVerifier verifier, String token) {
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
