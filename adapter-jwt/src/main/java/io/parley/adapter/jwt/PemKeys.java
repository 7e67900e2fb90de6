package io.parley.adapter.jwt;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads public keys from PEM texts: {@code PUBLIC KEY} (SubjectPublicKeyInfo) and {@code
 * CERTIFICATE} (X.509), of which only the key counts, not its dates or issuer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class PemKeys {
  /** What every PEM text has. */
  public static final String BEGIN = "-----BEGIN ";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");

  private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY");

  private static final List<String> KEY_FACTORIES = List.of("RSA", "EC", "EdDSA");

  private PemKeys() {}

  /**
   * Reads all keys, at least one, in their order. Text between them is skipped.
   *
   * @throws IllegalArgumentException if there is none, or something else beside them; the message
   *     shows nothing of the text and goes on after "the PEM text"
   */
  public static List<VerificationKey> parse(String text) {
    if (PRIVATE.matcher(text).find()) {
      throw new IllegalArgumentException(
          "holds a PRIVATE key, which nobody but the issuer should have; this service needs the"
              + " public one: openssl pkey -in private.pem -pubout");
    }
    List<VerificationKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      keys.add(key(block.group(1), block.group(2), keys.size() + 1));
    }
    if (text.split(BEGIN, -1).length - 1 != keys.size()) {
      throw new IllegalArgumentException("is cut off or damaged");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "is not PEM: it must have a line -----BEGIN PUBLIC KEY----- or"
              + " -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(keys);
  }

  private static VerificationKey key(String label, String base64, int number) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return VerificationKey.unnamed(
          switch (label) {
            case "PUBLIC KEY" -> publicKey(der);
            case "CERTIFICATE" -> certified(der);
            case "RSA PUBLIC KEY" ->
                throw new IllegalArgumentException(
                    "is in an old format: openssl rsa -RSAPublicKey_in -in old.pem -pubout");
            default ->
                throw new IllegalArgumentException(
                    "is neither a PUBLIC KEY nor a CERTIFICATE, but a " + label);
          });
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "has a key that cannot be used: number " + number + " " + wrong.getMessage(), wrong);
    }
  }

  private static PublicKey publicKey(byte[] der) {
    return KEY_FACTORIES.stream()
        .flatMap(factory -> publicKey(factory, der).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "is damaged or of a kind that is not supported: RSA, P-256, P-384 and Ed25519"
                        + " are"));
  }

  private static Optional<PublicKey> publicKey(String factory, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException notOfThisKind) {
      return Optional.empty();
    }
  }

  private static PublicKey certified(byte[] der) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(der))
          .getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is no X.509 certificate", e);
    }
  }
}
