package io.parley.adapter.redis;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.ClusterBus;
import io.parley.testkit.contract.ClusterBusContract;
import io.parley.testkit.fixture.RecordingBusListener;
import io.parley.testkit.fixture.RedisProcess;
import io.parley.testkit.fixture.RequiredProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisBusTest implements ClusterBusContract {
  private final RedisProcess redis = RedisProcess.start();
  private final List<RedisNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(RedisNode::close);
    redis.close();
  }

  @Override
  public ClusterBus newNode() {
    RedisNode node = RedisNode.open(RedisConfig.of(redis.url()));
    nodes.add(node);
    return node.bus();
  }

  @Test
  void givenRedisThatIsKilled_whenItIsBack_thenTheNodesHearOfItAndHearEachOtherAgain() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    int before = two.heard().restorations();

    redis.kill();
    two.heard().awaitInterruptions(1);
    one.heard().awaitInterruptions(1);
    await(two.bus().subscribe(BOB));
    one.publish(ALICE, "lost");
    redis.startAgain();
    two.heard().awaitRestorations(before + 1);

    two.heard().until(() -> one.publish(ALICE, "again"), "again");
    two.heard().until(() -> one.publish(BOB, "for Bob"), "for Bob");
    assertThat(two.heard().texts()).doesNotContain("lost");
    assertThat(two.heard().interruptions()).isEqualTo(1);
  }

  @Test
  void givenRedisThatDoesNotAnswer_whenItGoesOn_thenTheNodesHearOfIt() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    int before = two.heard().restorations();

    redis.pause();
    two.heard().awaitInterruptions(1);
    redis.resume();
    two.heard().awaitRestorations(before + 1);

    two.heard().until(() -> one.publish(ALICE, "again"), "again");
  }

  @Test
  void givenNodeThatCouldNotPublish_whenItCanAgain_thenTheOthersAreTold() {
    try (TcpRelay relay = new TcpRelay(redis.port())) {
      Node one = new Node(newNodeAt("redis://127.0.0.1:" + relay.port()), listener());
      one.bus().listen(one.heard());
      one.heard().awaitRestorations(1);
      Node two = node();
      int before = two.heard().restorations();

      relay.cut();
      one.heard().awaitInterruptions(1);
      one.publish(ALICE, "lost");
      relay.mend();

      two.heard().awaitMissed();
      assertThat(two.heard().interruptions()).isZero();
      assertThat(two.heard().restorations()).isEqualTo(before);
    }
  }

  @Test
  void givenNoRedis_whenANodeStarts_thenItIsToldAndGoesOnAsSoonAsThereIsOne() {
    redis.kill();
    Node one = new Node(newNode(), listener());

    one.bus().listen(one.heard());
    one.heard().awaitInterruptions(1);
    await(one.bus().subscribe(ALICE));
    redis.startAgain();
    one.heard().awaitRestorations(1);

    one.heard().until(() -> one.publish(ALICE, "there"), "there");
  }

  @Test
  void givenPassword_whenTheUrlHasIt_thenTheNodesMeet() {
    try (RedisProcess guarded = RedisProcess.start("--requirepass", "only-here")) {
      assertMeetAt("redis://:only-here@127.0.0.1:" + guarded.port());
    }
  }

  @Test
  void givenUserWhoMayNotSubscribe_whenTheNodeDoes_thenItIsTold() {
    try (RedisProcess guarded =
        RedisProcess.start("--user", "chat", "on", ">only-here", "~*", "+@all", "-subscribe")) {
      Node one =
          new Node(newNodeAt("redis://chat:only-here@127.0.0.1:" + guarded.port()), listener());

      one.bus().listen(one.heard());

      one.heard().awaitInterruptions(1);
    }
  }

  @Test
  void givenTls_whenItsCertificateIsNotTrusted_thenNobodyConnectsUnlessTold(@TempDir Path files)
      throws Exception {
    Certificate certificate = Certificate.make(files);
    int port = RedisProcess.freePort();
    RedisProcess secured =
        RedisProcess.start(
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            certificate.file().toString(),
            "--tls-key-file",
            certificate.key().toString(),
            "--tls-auth-clients",
            "no");
    try {
      Node careful = new Node(newNodeAt("rediss://127.0.0.1:" + port), listener());
      careful.bus().listen(careful.heard());
      careful.heard().awaitInterruptions(1);

      assertMeetAt("rediss://127.0.0.1:" + port + "?verifyPeer=NONE");
      assertThat(careful.heard().restorations()).isZero();
    } finally {
      secured.close();
    }
  }

  /** A certificate that nobody has signed. */
  private record Certificate(Path file, Path key) {
    static Certificate make(Path directory) throws IOException, InterruptedException {
      RequiredProgram.require("openssl is not installed", "openssl", "version");
      Certificate made = new Certificate(directory.resolve("cert.pem"), directory.resolve("key"));
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-days",
                  "1",
                  "-subj",
                  "/CN=redis",
                  "-out",
                  made.file().toString(),
                  "-keyout",
                  made.key().toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(openssl.waitFor()).isZero();
      return made;
    }
  }

  private void assertMeetAt(String url) {
    Node one = new Node(newNodeAt(url), listener());
    Node two = new Node(newNodeAt(url), listener());
    one.bus().listen(one.heard());
    two.bus().listen(two.heard());
    two.heard().awaitRestorations(1);
    one.heard().awaitRestorations(1);
    await(two.bus().subscribe(ALICE));

    one.publish(ALICE, "for Alice");

    two.heard().awaitText("for Alice");
  }

  private static RecordingBusListener listener() {
    return new RecordingBusListener();
  }

  private ClusterBus newNodeAt(String url) {
    RedisNode node = RedisNode.open(RedisConfig.of(url));
    nodes.add(node);
    return node.bus();
  }
}
