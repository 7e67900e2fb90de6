package io.parley.adapter.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jsonwebtoken.security.Jwks;
import java.security.Key;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a JSON Web Key Set that tokens may be signed with.
 *
 * @param skipped the others, a sentence for each
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>
 */
record JwksDocument(List<VerificationKey> keys, List<String> skipped) {
  static final int MAX_KEYS = 100;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TYPES = Set.of("RSA", "EC", "OKP");

  /** What makes a public key; nothing else of it is looked at by the parser. */
  private static final Set<String> MEMBERS = Set.of("kty", "n", "e", "crv", "x", "y");

  private static final int MAX_SHOWN = 100;

  JwksDocument {
    keys = List.copyOf(keys);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads a set. A key that cannot be used does not spoil the others.
   *
   * @throws IllegalArgumentException if it is none; the message shows nothing of it
   */
  static JwksDocument parse(String json) {
    JsonNode members = read(json).path("keys");
    if (!members.isArray()) {
      throw new IllegalArgumentException("the answer is not a JSON Web Key Set");
    }
    List<VerificationKey> keys = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (JsonNode member : members) {
      try {
        if (keys.size() + skipped.size() >= MAX_KEYS) {
          skipped.add("there are more than " + MAX_KEYS + " keys");
          break;
        }
        keys.add(key(member));
      } catch (IllegalArgumentException unfit) {
        skipped.add(nameOf(member) + " " + unfit.getMessage());
      }
    }
    return new JwksDocument(keys, skipped);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the answer is not JSON", e);
    }
  }

  private static VerificationKey key(JsonNode member) {
    String type = member.path("kty").asText();
    if (type.equals("oct")) {
      throw new IllegalArgumentException("is symmetric, and would be known to everybody");
    }
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException("is of an unknown type");
    }
    if (member.has("d")) {
      throw new IllegalArgumentException("is private, and known to everybody now");
    }
    if (!isForSignatures(member)) {
      throw new IllegalArgumentException("is not meant for signatures");
    }
    return new VerificationKey(publicKey(member), text(member, "kid"), text(member, "alg"));
  }

  private static boolean isForSignatures(JsonNode member) {
    boolean use = text(member, "use").map("sig"::equals).orElse(true);
    boolean verifies = !member.has("key_ops");
    for (JsonNode operation : member.path("key_ops")) {
      verifies |= operation.asText().equals("verify");
    }
    return use && verifies;
  }

  private static PublicKey publicKey(JsonNode member) {
    ObjectNode bare = JSON.createObjectNode();
    MEMBERS.stream().filter(member::has).forEach(name -> bare.set(name, member.get(name)));
    Key key;
    try {
      key = Jwks.parser().build().parse(bare.toString()).toKey();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("is damaged or of a kind that is not supported", e);
    }
    if (key instanceof PublicKey publicKey) {
      return publicKey;
    }
    throw new IllegalArgumentException("is not public");
  }

  private static Optional<String> text(JsonNode member, String name) {
    return Optional.ofNullable(member.path(name).textValue());
  }

  private static String nameOf(JsonNode member) {
    return text(member, "kid")
        .map(id -> "key '" + id.substring(0, Math.min(id.length(), MAX_SHOWN)) + "'")
        .orElse("a key without a name");
  }
}
