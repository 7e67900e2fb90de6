package io.parley.adapter.redis;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;

import io.parley.testkit.contract.ClusterBusContract.Node;
import io.parley.testkit.fixture.RecordingBusListener;
import io.parley.testkit.fixture.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master that sentinels watch, and its replica. */
@Timeout(120)
class RedisSentinelTest {
  @TempDir private Path files;

  @Test
  void givenMasterThatIsLost_whenItsReplicaTakesOver_thenTheNodesHearEachOtherAgain()
      throws Exception {
    RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
    RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + master.port());
    try {
      int port = RedisProcess.freePort();
      Process sentinel = sentinel(port, master.port());
      RedisConfig config = RedisConfig.of("redis-sentinel://127.0.0.1:" + port + "#chat");
      try (RedisNode one = RedisNode.open(config);
          RedisNode two = RedisNode.open(config)) {
        var speaker = new Node(one.bus(), new RecordingBusListener());
        var heard = new RecordingBusListener();
        one.bus().listen(speaker.heard());
        two.bus().listen(heard);
        await(two.bus().subscribe(ALICE));
        heard.until(() -> speaker.publish(ALICE, "before"), "before");
        int restorations = heard.restorations();

        master.kill();
        heard.awaitRestorations(restorations + 1);

        heard.until(() -> speaker.publish(ALICE, "after"), "after");
      } finally {
        sentinel.destroyForcibly();
      }
    } finally {
      replica.close();
      master.close();
    }
  }

  private Process sentinel(int port, int master) throws IOException {
    Path config = files.resolve("sentinel.conf");
    Files.write(
        config,
        List.of(
            "port " + port,
            "bind 127.0.0.1",
            "sentinel monitor chat 127.0.0.1 " + master + " 1",
            "sentinel down-after-milliseconds chat 500",
            "sentinel failover-timeout chat 2000"));
    return new ProcessBuilder("redis-server", config.toString(), "--sentinel")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
