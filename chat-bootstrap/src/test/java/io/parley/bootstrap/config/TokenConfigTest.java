package io.parley.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.jwt.RequiredClaims;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenConfigTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String URL = "https://login.example/keys";

  @TempDir private Path directory;

  private final KeyPair pair = generate("Ed25519");

  @Test
  void givenAnyOfThem_whenRead_thenItSuffices() throws IOException {
    String file = write("key.pem", publicPem(pair));

    for (Map<String, String> values :
        List.of(
            Map.of("JWT_SECRET", SECRET),
            Map.of("JWT_PREVIOUS_SECRET", SECRET),
            Map.of("JWT_PUBLIC_KEY", file),
            Map.of("JWT_JWKS_URL", URL),
            Map.of(
                "JWT_SECRET",
                SECRET,
                "JWT_PREVIOUS_SECRET",
                SECRET + SECRET,
                "JWT_PUBLIC_KEY",
                file,
                "JWT_JWKS_URL",
                URL))) {
      TokenConfig tokens = ChatConfig.from(values).tokens();

      assertThat(tokens.secret().isPresent()).isEqualTo(values.containsKey("JWT_SECRET"));
      assertThat(tokens.previousSecret().isPresent())
          .isEqualTo(values.containsKey("JWT_PREVIOUS_SECRET"));
      assertThat(tokens.publicKeys()).hasSize(values.containsKey("JWT_PUBLIC_KEY") ? 1 : 0);
      assertThat(tokens.jwksUrl().isPresent()).isEqualTo(values.containsKey("JWT_JWKS_URL"));
    }
  }

  @Test
  void givenNone_whenRead_thenTheMistakeNamesThemAll() {
    assertThatThrownBy(() -> ChatConfig.from(Map.of("JWT_ISSUER", "me")))
        .hasMessageContainingAll("JWT_SECRET (--jwt-secret)", "JWT_PUBLIC_KEY", "JWT_JWKS_URL")
        .hasMessageContaining("--demo");
  }

  @Test
  void givenSeveralFiles_whenRead_thenTheKeysOfAllAreThere() throws IOException {
    String one = write("one.pem", publicPem(pair) + publicPem(generate("RSA")));
    String two = write("two.pem", publicPem(generate("EC")));

    TokenConfig tokens = read(Map.of("JWT_PUBLIC_KEY", " " + one + " , " + two + ","));

    assertThat(tokens.publicKeys()).hasSize(3);
  }

  @Test
  void givenPemText_whenRead_thenItIsTakenAsItIs() {
    String pem = publicPem(pair);

    assertThat(read(Map.of("JWT_PUBLIC_KEY", pem)).publicKeys()).hasSize(1);
    assertThat(read(Map.of("JWT_PUBLIC_KEY", pem.replace("\n", "\\n"))).publicKeys()).hasSize(1);
  }

  @Test
  void givenUnfitFiles_whenRead_thenEachIsExplained() throws IOException {
    String files =
        String.join(
            ",",
            directory.resolve("nothing.pem").toString(),
            directory.toString(),
            write("text.pem", "no key"),
            write("private.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
            write("weak.pem", publicPem(weak())));

    assertThatThrownBy(() -> read(Map.of("JWT_PUBLIC_KEY", files)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "nothing.pem' does not exist",
            "is a directory",
            "text.pem' is not PEM",
            "private.pem' holds a PRIVATE key",
            "openssl pkey -in private.pem -pubout",
            "weak.pem' has a key that cannot be used: number 1 has 1024 bits")
        .hasMessageNotContaining(Base64.getEncoder().encodeToString(secretPart()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenAPrivateKeyItself_whenRead_thenItIsNotShown(boolean withPemLines) {
    byte[] der = pair.getPrivate().getEncoded();
    String base64 = Base64.getEncoder().encodeToString(der);

    assertThatThrownBy(
            () -> read(Map.of("JWT_PUBLIC_KEY", withPemLines ? pem("PRIVATE KEY", der) : base64)))
        .hasMessageContaining("JWT_PUBLIC_KEY (--jwt-public-key)")
        .hasMessageNotContaining(base64.substring(0, 20));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example/.well-known/jwks.json, false",
    "HTTPS://login.example:8443/keys?tenant=7, false",
    "http://localhost:8080/keys, false",
    "http://127.0.0.1/keys, false",
    "http://[::1]:8080/keys, false",
    "http://keycloak:8080/keys, true",
    "http://localhost.example/keys, true",
    "http://127.0.0.1.example/keys, true",
    "HTTP://10.0.0.1/keys, true",
  })
  void givenJwksUrl_whenRead_thenPlainHttpToOthersIsUnprotected(String url, boolean unprotected) {
    TokenConfig tokens = read(Map.of("JWT_JWKS_URL", url));

    assertThat(tokens.jwksUrl()).contains(URI.create(url));
    assertThat(tokens.fetchesKeysUnprotected()).isEqualTo(unprotected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login.example/keys",
        "file:///etc/keys.json",
        "ftp://login.example/keys",
        "https:///keys",
        "https:keys",
        "https://login.example:99999/keys",
        "https://user:hidden@login.example/keys",
        "https://login.example/keys#hidden",
        "https://log in.example/hidden",
        "jdbc:postgresql://hidden/db"
      })
  void givenUnfitJwksUrl_whenRead_thenItIsRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> read(Map.of("JWT_JWKS_URL", url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("JWT_JWKS_URL (--jwt-jwks-url) must be an http or https URL")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void givenIssuersAndAudiences_whenRead_thenTheyAreAlternatives() {
    TokenConfig tokens =
        read(
            Map.of(
                "JWT_SECRET", SECRET,
                "JWT_ISSUER", "https://a.example, https://b.example,",
                "JWT_AUDIENCE", "chat"));

    assertThat(tokens.required())
        .isEqualTo(
            new RequiredClaims(List.of("https://a.example", "https://b.example"), List.of("chat")));
  }

  @Test
  void givenListsOfNothing_whenRead_thenTheyDoNotTurnTheCheckOff() {
    Map<String, String> values =
        Map.of("JWT_PUBLIC_KEY", ",", "JWT_ISSUER", ",", "JWT_AUDIENCE", " , ");

    assertThatThrownBy(() -> read(values))
        .hasMessageContainingAll(
            "JWT_PUBLIC_KEY (--jwt-public-key) must name at least one PEM file",
            "JWT_ISSUER (--jwt-issuer) must name at least one",
            "JWT_AUDIENCE (--jwt-audience) must name at least one");
  }

  @Test
  void givenShortPreviousSecret_whenRead_thenItIsRefusedAndNotShown() {
    assertThatThrownBy(
            () -> read(Map.of("JWT_SECRET", SECRET, "JWT_PREVIOUS_SECRET", "hidden word")))
        .hasMessageContaining("JWT_PREVIOUS_SECRET (--jwt-previous-secret) must have at least 32")
        .hasMessageNotContaining("hidden word");
  }

  private static TokenConfig read(Map<String, String> values) {
    return ChatConfig.from(values).tokens();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private byte[] secretPart() {
    return pair.getPrivate().getEncoded();
  }

  private static String publicPem(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private static String pem(String label, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(64, newline).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static KeyPair weak() {
    return generate("RSA", 1_024);
  }

  private static KeyPair generate(String algorithm) {
    return generate(
        algorithm, algorithm.equals("RSA") ? 2_048 : algorithm.equals("EC") ? 256 : 255);
  }

  private static KeyPair generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
