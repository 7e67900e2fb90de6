package io.parley.bootstrap.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and the private key that belongs to it, as PEM (RFC 7468) holds them.
 *
 * @param chain the service's own certificate first; not empty
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern KEY = block("(?:(\\w+) )?PRIVATE KEY");
  private static final byte[] PROBE = {1, 2, 3};

  TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * @throws UnusableTlsException if something is missing, malformed or does not fit together
   */
  static TlsIdentity of(PemFiles files) throws UnusableTlsException {
    List<X509Certificate> chain = chain(files.certificate());
    PrivateKey key = key(files.key(), keyAlgorithm(chain.get(0)));
    requireFit(chain.get(0), key);
    return new TlsIdentity(chain, key);
  }

  /** The key store that Jetty wants, in memory alone. */
  KeyStore keyStore(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("chat", key, password.toCharArray(), chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e); // memory does not fail
    }
  }

  Instant expiresAt() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** What clients will dislike about its dates. */
  Optional<String> objection(Instant now) {
    Instant begin = chain.get(0).getNotBefore().toInstant();
    if (now.isAfter(expiresAt())) {
      return Optional.of("it expired at " + expiresAt());
    }
    return now.isBefore(begin) ? Optional.of("it is not valid before " + begin) : Optional.empty();
  }

  private static List<X509Certificate> chain(String pem) throws UnusableTlsException {
    List<X509Certificate> chain = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(pem);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (blocks.find()) {
        byte[] bytes = Base64.getMimeDecoder().decode(blocks.group("body"));
        chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableTlsException("The certificate file holds a malformed certificate", e);
    }
    if (chain.isEmpty()) {
      throw new UnusableTlsException("The certificate file holds no certificate in PEM");
    }
    return chain;
  }

  private static PrivateKey key(String pem, String algorithm) throws UnusableTlsException {
    Matcher block = KEY.matcher(pem);
    if (!block.find()) {
      throw new UnusableTlsException("The key file holds no private key in PEM");
    }
    if (block.group(1) != null) { // ENCRYPTED, RSA, EC
      throw new UnusableTlsException(
          "The private key must be PKCS#8 and not encrypted; this makes it so:"
              + " openssl pkcs8 -topk8 -nocrypt -in key.pem -out chat-key.pem");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(block.group("body"));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableTlsException(
          "The private key is malformed, or is no " + algorithm + " key as the certificate's", e);
    }
  }

  private static String keyAlgorithm(X509Certificate certificate) throws UnusableTlsException {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    return switch (algorithm) {
      case "RSA", "EC" -> algorithm;
      case "EdDSA", "Ed25519" -> "EdDSA";
      default ->
          throw new UnusableTlsException(
              "The certificate must be of an RSA, EC or Ed25519 key, not " + algorithm);
    };
  }

  private static void requireFit(X509Certificate certificate, PrivateKey key)
      throws UnusableTlsException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    boolean fits;
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      fits = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      fits = false;
    }
    if (!fits) {
      throw new UnusableTlsException(
          "The private key does not fit the first certificate of the chain");
    }
  }

  private static Pattern block(String label) {
    return Pattern.compile(
        "-----BEGIN " + label + "-----(?<body>[^-]*)-----END [\\w ]+-----", Pattern.DOTALL);
  }
}
