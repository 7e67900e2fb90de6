package io.parley.adapter.jwt;

import java.util.List;
import java.util.function.Predicate;

/** All keys that are known at one moment. */
record KeyRing(List<TokenKey> keys) {
  /** How many keys a token that names none of them may cost. */
  static final int MAX_TRIES = 16;

  KeyRing {
    keys = List.copyOf(keys);
  }

  /** Whether the token names a key that is there. */
  boolean knows(TokenHeader header) {
    return keys.stream().anyMatch(isNamedBy(header));
  }

  /**
   * The keys to try, in their order: those that the token names; if it names none that is there,
   * those without a name; if it names none at all, every one. Only those that its algorithm fits.
   */
  List<TokenKey> candidates(TokenHeader header) {
    Predicate<TokenKey> chosen;
    if (knows(header)) {
      chosen = isNamedBy(header);
    } else if (header.keyId().isPresent()) {
      chosen = key -> key.id().isEmpty();
    } else {
      chosen = key -> true;
    }
    return keys.stream()
        .filter(chosen)
        .filter(key -> key.fits(header.algorithm()))
        .limit(MAX_TRIES)
        .toList();
  }

  private static Predicate<TokenKey> isNamedBy(TokenHeader header) {
    return key -> key.id().isPresent() && key.id().equals(header.keyId());
  }
}
