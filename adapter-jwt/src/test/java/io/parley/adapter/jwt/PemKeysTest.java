package io.parley.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PemKeysTest {
  /** Made with openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256, and over since. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhTCCASugAwIBAgIURXJdSUQyrQsBFWDH2WM2tsqbpkAwCgYIKoZIzj0EAwIw
      GDEWMBQGA1UEAwwNbG9naW4uZXhhbXBsZTAeFw0yNjExMjcwMTA1MThaFw0yNjEx
      MjgwMTA1MThaMBgxFjAUBgNVBAMMDWxvZ2luLmV4YW1wbGUwWTATBgcqhkjOPQIB
      BggqhkjOPQMBBwNCAARz+IurNCbH5ajrJ+T1RhMM1faqz54XCMJvnUd91WgeR46E
      dRnFVJLy1iX/ANIUDS1AMdtHx117QNCdPlo9Y4mPo1MwUTAdBgNVHQ4EFgQUFx41
      8m7WoQsEKVKcpVTqTOawVRwwHwYDVR0jBBgwFoAUFx418m7WoQsEKVKcpVTqTOaw
      VRwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAB05bI8Ghrrfmn
      TMLUg0vbZAX8Wr0/bTNF8VIfxrj++AIhAMK7D4iwY2Bp95xQ3vnXM0Ohz4nXwBXg
      1eUnNuAuAaqY
      -----END CERTIFICATE-----
      """;

  private static final String CERTIFIED_KEY =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEc/iLqzQmx+Wo6yfk9UYTDNX2qs+e
      FwjCb51HfdVoHkeOhHUZxVSS8tYl/wDSFA0tQDHbR8dde0DQnT5aPWOJjw==
      -----END PUBLIC KEY-----
      """;

  @Test
  void givenSeveralKeys_whenParsed_thenAllAreThereInTheirOrder() {
    String pem =
        "of this year:\r\n"
            + TestKey.RSA.pem().replace("\n", "\r\n")
            + "\n# and of the last\n"
            + TestKey.P256.pem()
            + TestKey.P384.pem()
            + TestKey.ED25519.pem().strip();

    assertThat(PemKeys.parse(pem))
        .containsExactly(
            TestKey.RSA.unnamed(),
            TestKey.P256.unnamed(),
            TestKey.P384.unnamed(),
            TestKey.ED25519.unnamed());
  }

  @Test
  void givenCertificate_whenParsed_thenItsKeyIsThere() {
    assertThat(PemKeys.parse(CERTIFICATE)).isEqualTo(PemKeys.parse(CERTIFIED_KEY));
  }

  static Stream<Arguments> unfit() {
    String good = TestKey.P256.pem();
    byte[] der = TestKey.RSA.pair().getPublic().getEncoded();
    return Stream.of(
        arguments("", "is not PEM"),
        arguments("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home", "is not PEM"),
        arguments("{\"keys\":[]}", "is not PEM"),
        arguments(TestKey.P256.privatePem(), "holds a PRIVATE key"),
        arguments(good + TestKey.RSA.privatePem(), "holds a PRIVATE key"),
        arguments(TestKey.pem("RSA PRIVATE KEY", der), "holds a PRIVATE key"),
        arguments(TestKey.pem("EC PRIVATE KEY", der), "holds a PRIVATE key"),
        arguments(TestKey.pem("ENCRYPTED PRIVATE KEY", der), "holds a PRIVATE key"),
        arguments(TestKey.pem("OPENSSH PRIVATE KEY", der), "holds a PRIVATE key"),
        arguments(TestKey.pem("RSA PUBLIC KEY", der), "openssl rsa -RSAPublicKey_in"),
        arguments(TestKey.pem("CERTIFICATE REQUEST", der), "but a CERTIFICATE REQUEST"),
        arguments(TestKey.pem("CERTIFICATE", der), "is no X.509 certificate"),
        arguments(TestKey.pem("PUBLIC KEY", new byte[] {1, 2, 3}), "number 1 is damaged"),
        arguments(TestKey.pem("PUBLIC KEY", new byte[0]), "number 1 is damaged"),
        arguments(good + TestKey.pem("PUBLIC KEY", new byte[3]), "number 2 is damaged"),
        arguments(good.substring(0, good.length() - 30), "is cut off"),
        arguments(good + good.substring(0, 60), "is cut off"),
        arguments(TestKey.rsa(1_024).pem(), "number 1 has 1024 bits"),
        arguments(TestKey.p521().pem(), "RSA, P-256, P-384 and Ed25519 are"),
        arguments(TestKey.generate("X25519", "X25519").pem(), "Ed25519 are"),
        arguments(TestKey.generate("Ed448", "Ed448").pem(), "Ed25519 are"),
        arguments(TestKey.generate("DSA", "DSA").pem(), "Ed25519 are"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unfit")
  void givenUnfitText_whenParsed_thenItIsSaidWhyAndNotShown(String pem, String why) {
    assertThatThrownBy(() -> PemKeys.parse(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("MII")
        .hasMessageNotContaining("MFk");
  }
}
