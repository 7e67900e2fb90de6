package io.parley.adapter.jwt;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * A public key that may have signed tokens: RSA of at least 2048 bits, P-256, P-384 or Ed25519.
 *
 * @param id which tokens name in their header {@code kid}
 * @param algorithm the only one that it is used with; empty for every one of its kind
 */
public record VerificationKey(PublicKey key, Optional<String> id, Optional<String> algorithm) {
  /**
   * @throws IllegalArgumentException if the key is weak, of a kind that is not supported, or meant
   *     for an algorithm that is not one of its kind; the message goes on after "the key"
   */
  public VerificationKey {
    List<String> fitting = KeyKind.of(key).algorithms();
    if (algorithm.isPresent() && !fitting.contains(algorithm.get())) {
      throw new IllegalArgumentException("is meant for an algorithm that is not supported for it");
    }
  }

  /** A key for tokens that do not name it. */
  static VerificationKey unnamed(PublicKey key) {
    return new VerificationKey(key, Optional.empty(), Optional.empty());
  }

  /** At least one, by the names that headers have. */
  List<String> algorithms() {
    return algorithm.map(List::of).orElseGet(() -> KeyKind.of(key).algorithms());
  }

  @Override
  public String toString() {
    return "VerificationKey[" + KeyKind.of(key) + id.map(name -> ", " + name).orElse("") + "]";
  }
}
