package io.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text in the place of an origin. */
class OriginsFuzzTest {
  @DictionaryEntries({
    "http://",
    "https://",
    "HTTP://",
    "capacitor://",
    "[::1]",
    ":443",
    ":65536",
    "%25eth0",
    "@"
  })
  @FuzzTest
  void givenAnyText_whenNormalised_thenItIsRefusedOrAnOriginAsBrowsersSendIt(byte[] bytes) {
    String origin;
    try {
      origin = Origins.normalise(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException refused) {
      return;
    }

    assertThat(Origins.normalise(origin)).isEqualTo(origin);
    assertThat(origin).matches("[a-z][a-z0-9+.-]*://([a-z0-9.-]+|\\[[^\\[\\]]+])(:[0-9]{1,5})?");
  }
}
