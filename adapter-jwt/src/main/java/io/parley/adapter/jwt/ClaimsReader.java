package io.parley.adapter.jwt;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.io.AbstractDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of tokens. By RFC 7519 {@code sub}, {@code iss} and {@code jti} are texts, and the
 * parser insists on it; many hosts sign the number of a user as it is, which is as good.
 */
final class ClaimsReader extends AbstractDeserializer<Map<String, ?>> {
  private static final List<String> TEXTS = List.of("sub", "iss", "jti");
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Override
  protected Map<String, ?> doDeserialize(Reader reader) throws IOException {
    Map<String, Object> members = JSON.readValue(reader, OBJECT);
    for (String name : TEXTS) {
      members.computeIfPresent(name, (same, value) -> isWhole(value) ? value.toString() : value);
    }
    return members;
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
  }
}
