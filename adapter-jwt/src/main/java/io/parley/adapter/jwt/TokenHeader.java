package io.parley.adapter.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a token says of itself before anything is proven: only good for choosing the keys to try.
 * Where it offers a key or says where to find one ({@code jwk}, {@code jku}, {@code x5u}, {@code
 * x5c}), nobody listens.
 *
 * @param keyId the header {@code kid}
 */
record TokenHeader(String algorithm, Optional<String> keyId) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Extensions, compression, encryption. */
  private static final List<String> REFUSED = List.of("crit", "zip", "enc");

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if it is none, or asks for what is not supported
   */
  static TokenHeader of(String token) {
    JsonNode header = read(token.substring(0, Math.max(token.indexOf('.'), 0)));
    if (REFUSED.stream().anyMatch(header::has)) {
      throw new IllegalArgumentException("Asks for what is not supported");
    }
    JsonNode algorithm = header.path("alg");
    JsonNode keyId = header.path("kid");
    if (!algorithm.isTextual() || !(keyId.isMissingNode() || keyId.isTextual())) {
      throw new IllegalArgumentException("Not a header");
    }
    return new TokenHeader(algorithm.textValue(), Optional.ofNullable(keyId.textValue()));
  }

  private static JsonNode read(String base64) {
    byte[] json = Base64.getUrlDecoder().decode(base64);
    try {
      return JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a header", e);
    }
  }
}
