package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that must not be accepted, each for another reason. */
final class Forgeries {
  private static final String HS256 = "{\"alg\":\"HS256\"}";

  /** HMAC fills keys up with zeros, so this is the empty key, which the JDK refuses by itself. */
  private static final byte[] EMPTY_KEY = {0};

  private static final byte[] WRONG_KEY = utf8("another-secret-another-secret-another-secret");

  private static final byte[] PUBLIC_TEXT =
      utf8("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n");

  private Forgeries() {}

  /**
   * Tokens by the name of their kind.
   *
   * @param secret what good tokens are signed with: some are signed rightly, and say what they must
   *     not
   * @param victim whom they claim to be, where the claim is not what is wrong
   */
  static Map<String, String> of(String secret, long victim) {
    byte[] key = utf8(secret);
    long now = Instant.now().getEpochSecond();
    String claims = claims(Long.toString(victim), now, now + 3_600);
    String good = signed(HS256, claims, key);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("alg none", unsigned("{\"alg\":\"none\"}", claims) + ".");
    tokens.put("alg nOnE", unsigned("{\"alg\":\"nOnE\"}", claims) + ".");
    tokens.put("alg none, signed", signed("{\"alg\":\"none\"}", claims, WRONG_KEY));
    tokens.put("no alg", signed("{\"typ\":\"JWT\"}", claims, key));
    tokens.put("empty key", signed(HS256, claims, EMPTY_KEY));
    tokens.put("public key as secret", signed(HS256, claims, PUBLIC_TEXT));
    tokens.put("wrong secret", signed(HS256, claims, WRONG_KEY));
    tokens.put("no signature", unsigned(HS256, claims) + ".");
    tokens.put("short signature", good.substring(0, good.length() - 6));
    tokens.put("two parts", unsigned(HS256, claims));
    tokens.put("payload changed", changed(good, claims(Long.toString(victim + 1), now, now + 60)));
    tokens.put("alg of another hash", signed("{\"alg\":\"HS384\"}", claims, key));
    tokens.put("alg of a public key", signed("{\"alg\":\"RS256\"}", claims, key));
    tokens.put("kid path", signed(header("kid", "\"../../../../dev/null\""), claims, EMPTY_KEY));
    tokens.put("kid SQL", signed(header("kid", "\"x' UNION SELECT 'a'--\""), claims, utf8("a")));
    tokens.put("jku", signed(header("jku", "\"http://127.0.0.1:9/keys\""), claims, WRONG_KEY));
    tokens.put("x5u", signed(header("x5u", "\"http://127.0.0.1:9/chain\""), claims, WRONG_KEY));
    tokens.put("jwk", signed(header("jwk", jwk(WRONG_KEY)), claims, WRONG_KEY));
    tokens.put("crit", signed(header("crit", "[\"mine\"],\"mine\":1"), claims, key));
    tokens.put("expired", signed(HS256, claims(Long.toString(victim), now - 7_200, now - 60), key));
    tokens.put("not yet", signed(HS256, claims + ",\"nbf\":" + (now + 3_600), key));
    for (String id :
        new String[] {"-1", "0", "1.5", "1e400", "99999999999999999999", "[1]", "{\"$gt\":0}"}) {
      tokens.put("id " + id, signed(HS256, claims(id, now, now + 3_600), key));
    }
    tokens.put("id SQL", signed(HS256, claims("\"1 OR 1=1\"", now, now + 3_600), key));
    tokens.put("compressed", signedBytes(header("zip", "\"DEF\""), deflated(claims), key));
    tokens.put("nested", signedBytes(header("cty", "\"JWT\""), utf8(good), key));
    tokens.put("encrypted", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAA");
    tokens.put("huge", signed(HS256, claims + ",\"x\":\"" + "x".repeat(20_000) + "\"", key));
    tokens.put("deep", signed(HS256, claims + ",\"x\":" + "[".repeat(5_000), key));
    tokens.put("garbage", "..");
    return tokens;
  }

  /** Without the closing brace, so that more can follow. */
  private static String claims(String id, long issuedAt, long end) {
    return "{\"id\":" + id + ",\"iat\":" + issuedAt + ",\"exp\":" + end;
  }

  private static String header(String name, String json) {
    return "{\"alg\":\"HS256\",\"" + name + "\":" + json + "}";
  }

  private static String jwk(byte[] key) {
    return "{\"kty\":\"oct\",\"k\":\"" + base64(key) + "\"}";
  }

  private static String unsigned(String header, String claims) {
    return base64(utf8(header)) + "." + base64(utf8(claims + "}"));
  }

  private static String signed(String header, String claims, byte[] key) {
    return signedBytes(header, utf8(claims + "}"), key);
  }

  private static String signedBytes(String header, byte[] payload, byte[] key) {
    String content = base64(utf8(header)) + "." + base64(payload);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return content + "." + base64(mac.doFinal(utf8(content)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Another payload under the signature of the first one. */
  private static String changed(String token, String claims) {
    String[] parts = token.split("\\.", -1);
    return unsigned(HS256, claims) + "." + parts[2];
  }

  private static byte[] deflated(String claims) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(utf8(claims + "}"));
    deflater.finish();
    byte[] buffer = new byte[1_000];
    int length = deflater.deflate(buffer);
    deflater.end();
    byte[] result = new byte[length];
    ByteBuffer unused = ByteBuffer.wrap(buffer).get(result);
    return result;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
