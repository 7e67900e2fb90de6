package io.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountPathTest {
  @ParameterizedTest
  @CsvSource({
    "/support/api/chat, true",
    "/support/api/chat/send, true",
    "/support/socket.io/, true",
    "/support/api/admin/log-level, true",
    "/support, false",
    "/support/, false",
    "/support/faq, false",
    "/support/api/chats, false",
    "/support/socket.io/socket.io.min.js, false",
    "/support/socket.io/socket.io.js.map, false",
    "/support/socket.io, false",
    "/supportapi/chat/send, false",
    "/api/chat/send, false",
    "/socket.io/, false",
    "/, false"
  })
  void givenAPathOfAServer_whenAsked_thenOnlyTheChatsOwnAreCovered(String path, boolean covered) {
    assertThat(new MountPath("/support", true).covers(path)).isEqualTo(covered);
  }

  @Test
  void givenNoPrefix_whenAsked_thenTheContractsPathsAreCovered() {
    MountPath root = new MountPath("", false);

    assertThat(root.covers("/api/chat/send")).isTrue();
    assertThat(root.covers("/socket.io/")).isTrue();
    assertThat(root.covers("/")).isFalse();
  }

  @Test
  void givenNothingForOtherServices_whenAsked_thenTheirPathIsTheHosts() {
    assertThat(new MountPath("", false).covers("/api/admin/users")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/support", "/apps/chat", "/a.b~c_d-1"})
  void givenAPath_whenMadeAPrefix_thenItIsTaken(String prefix) {
    assertThat(new MountPath(prefix, false).prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "support",
        "/support/",
        "//support",
        "/../x",
        "/.",
        "/a/..",
        "/a b",
        "/ü",
        "/%41",
        "/*"
      })
  void givenSomethingElse_whenMadeAPrefix_thenItIsRefused(String prefix) {
    assertThatThrownBy(() -> new MountPath(prefix, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/support");
  }
}
