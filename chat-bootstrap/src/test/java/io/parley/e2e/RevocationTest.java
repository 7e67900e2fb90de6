package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user whose tokens are revoked, on the nodes of a cluster. */
@Timeout(180)
class RevocationTest {
  private static final String UNREAD = "/api/chat/unread-count";

  private static JavaClient connect(TestServer server, String token) throws Exception {
    return new JavaClient(server.address(), "upgrade", token).connect();
  }

  /** A token that is issued after the second in which others were revoked. */
  private static String newToken(TestServer server, long user) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String token = server.token(user);
    while (new RestClient(server.address(), token).get(UNREAD).status() == 401) {
      assertThat(System.nanoTime()).as("a new token counts").isLessThan(giveUpAt);
      token = server.token(user);
    }
    return token;
  }

  @Test
  void givenSocketsOnTwoNodes_whenAThirdIsToldToDisconnectTheUser_thenAllOfThemEnd()
      throws Exception {
    try (TestCluster cluster = TestCluster.start("postgres")) {
      String old = cluster.node(0).token(1);
      try (JavaClient here = connect(cluster.node(0), old);
          JavaClient there = connect(cluster.node(1), old);
          JavaClient other = connect(cluster.node(1), cluster.node(1).token(2))) {
        RestClient admin = new RestClient(cluster.node(2).address(), TestServer.ADMIN_TOKEN);

        assertThat(admin.post("/api/admin/users/1/disconnect").status()).isEqualTo(200);

        for (JavaClient client : List.of(here, there)) {
          assertThat(client.object("error").getString("code")).isEqualTo("token_revoked");
          assertThat(client.disconnectReason()).isEqualTo("io server disconnect");
        }
        for (int node = 0; node < TestCluster.NODES; node++) {
          TestServer server = cluster.node(node);
          assertThat(new RestClient(server.address(), old).get(UNREAD).status()).isEqualTo(401);
          try (JavaClient again = new JavaClient(server.address(), "upgrade", old)) {
            assertThat(again.refusal()).isEqualTo("Authentication error: Invalid token");
          }
        }
        assertThat(other.isConnected()).isTrue();

        connect(cluster.node(0), newToken(cluster.node(0), 1)).close();
      }
    }
  }

  @Test
  void givenRevokedToken_whenTheServiceIsStartedAgain_thenItIsStillRevoked() throws Exception {
    try (TestServer first = TestServer.start()) {
      String token = first.token(1);
      new RestClient(first.address(), TestServer.ADMIN_TOKEN).post("/api/admin/users/1/disconnect");

      try (TestServer second = TestServer.start(first.database(), Map.of())) {
        assertThat(new RestClient(second.address(), token).get(UNREAD).status()).isEqualTo(401);
      }
    }
  }
}
