package io.parley.adapter.jwt;

/** The signature algorithms that one shared secret serves (RFC 7518, section 3.2). */
enum HmacAlgorithm {
  HS256("HmacSHA256", 32),
  HS384("HmacSHA384", 48),
  HS512("HmacSHA512", 64);

  private final String jcaName;
  private final int hashBytes;

  HmacAlgorithm(String jcaName, int hashBytes) {
    this.jcaName = jcaName;
    this.hashBytes = hashBytes;
  }

  String jcaName() {
    return jcaName;
  }

  int hashBytes() {
    return hashBytes;
  }
}
