package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SignatureAlgorithm;
import io.parley.adapter.postgres.TestDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Host applications that sign with private keys, of which the service never sees anything. */
@Timeout(180)
class PublicKeyTokensTest {
  private static TestDatabase database;

  @TempDir private Path directory;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Test
  void givenAPublicKeyInAFile_whenItsOwnerSigns_thenUsersChat() throws Exception {
    KeyPair pair = Jwts.SIG.RS256.keyPair().build();
    String pem = pem(pair);
    Path file = Files.writeString(directory.resolve("login.pem"), pem);
    Map<String, String> settings = Map.of("JWT_SECRET", "", "JWT_PUBLIC_KEY", file.toString());

    try (TestServer server = TestServer.start(database, settings)) {
      TestServer.addUsers(database);
      RestClient one = client(server, token(1, pair, Jwts.SIG.RS256, "any"));
      RestClient two = client(server, token(2, pair, Jwts.SIG.RS512, "any"));

      RestClient.Answer sent = one.send(2, "signed with RS256");

      assertThat(sent.status()).isEqualTo(201);
      long conversation = sent.json().path("data").path("conversation_id").asLong();
      assertThat(two.get("/api/chat/conversations/" + conversation + "/messages").body())
          .contains("signed with RS256");
      assertThat(client(server, confused(pem)).send(2, "forged").status()).isEqualTo(401);
      KeyPair stranger = Jwts.SIG.RS256.keyPair().build();
      assertThat(client(server, token(1, stranger, Jwts.SIG.RS256, "any")).send(2, "forged").body())
          .contains("Unauthorized: Invalid token");
    }
  }

  @Test
  @OfOneProcess
  void givenPublishedKeys_whenTheyAreChanged_thenUsersOfTheNewOneChat() throws Exception {
    KeyPair old = Jwts.SIG.ES256.keyPair().build();
    KeyPair newer = Jwts.SIG.ES256.keyPair().build();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    publish(issuer, "old", old);
    issuer.start();
    Map<String, String> settings =
        Map.of(
            "JWT_SECRET", "",
            "JWT_JWKS_URL", "http://localhost:" + issuer.getAddress().getPort() + "/keys",
            "JWT_ISSUER", "https://login.example",
            "JWT_AUDIENCE", "chat");

    try (TestServer server = TestServer.start(database, settings)) {
      RestClient one = client(server, token(1, old, Jwts.SIG.ES256, "old"));
      assertThat(one.get("/api/chat/unread-count").status()).isEqualTo(200);

      issuer.removeContext("/keys");
      publish(issuer, "newer", newer);

      RestClient two = client(server, token(2, newer, Jwts.SIG.ES256, "newer"));
      assertThat(two.get("/api/chat/unread-count").status()).isEqualTo(200);
      assertThat(client(server, token(3, old, Jwts.SIG.ES256, "old")).send(1, "late").status())
          .isEqualTo(401);
    } finally {
      issuer.stop(0);
    }
  }

  private static RestClient client(TestServer server, String token) {
    return new RestClient(server.address(), token);
  }

  private static String token(long user, KeyPair pair, SignatureAlgorithm algorithm, String keyId) {
    return Jwts.builder()
        .header()
        .keyId(keyId)
        .and()
        .subject(Long.toString(user))
        .issuer("https://login.example")
        .audience()
        .add("chat")
        .and()
        .expiration(Date.from(Instant.now().plusSeconds(3_600)))
        .signWith(pair.getPrivate(), algorithm)
        .compact();
  }

  /** The public key as if it were a secret. */
  private static String confused(String pem) {
    return Jwts.builder()
        .subject("1")
        .signWith(Keys.hmacShaKeyFor(pem.getBytes(StandardCharsets.US_ASCII)), Jwts.SIG.HS256)
        .compact();
  }

  private static String pem(KeyPair pair) {
    String body = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private static void publish(HttpServer issuer, String keyId, KeyPair pair) {
    String jwk = Jwks.json(Jwks.builder().key((ECPublicKey) pair.getPublic()).id(keyId).build());
    byte[] body = ("{\"keys\":[" + jwk + "]}").getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }
}
