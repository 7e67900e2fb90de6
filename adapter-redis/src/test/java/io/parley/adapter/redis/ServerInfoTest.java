package io.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerInfoTest {
  @Test
  void givenRedis_whenRead_thenItsVersionAndModeAreKnown() {
    ServerInfo info =
        ServerInfo.parse("# Server\r\nredis_version:7.0.15\r\nredis_mode:cluster\r\nos:Linux\r\n");

    assertThat(info).isEqualTo(new ServerInfo("7.0.15", "cluster"));
    assertThat(info.isCluster()).isTrue();
    assertThat(info.hasShardedChannels()).isTrue();
  }

  @Test
  void givenValkey_whenRead_thenItsOwnVersionAndModeAreKnown() {
    ServerInfo info =
        ServerInfo.parse(
            """
            redis_version:7.2.4
            server_name:valkey
            valkey_version:8.1.3
            server_mode:cluster
            """);

    assertThat(info).isEqualTo(new ServerInfo("8.1.3", "cluster"));
    assertThat(info.isCluster()).isTrue();
    assertThat(info.hasShardedChannels()).isTrue();
  }

  @Test
  void givenOldCluster_whenRead_thenItHasNoShardedChannels() {
    assertThat(new ServerInfo("6.2.14", "cluster").hasShardedChannels()).isFalse();
    assertThat(new ServerInfo("10.0", "cluster").hasShardedChannels()).isTrue();
  }

  @Test
  void givenServerThatSaysNothing_whenRead_thenItIsTakenForOneNewServer() {
    ServerInfo info = ServerInfo.parse("");

    assertThat(info).isEqualTo(new ServerInfo("unknown", "unknown"));
    assertThat(info.isCluster()).isFalse();
    assertThat(info.hasShardedChannels()).isTrue();
  }
}
