package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnOriginTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://chat.example, chat.example, false, true",
        "http://chat.example, chat.example:80, false, true",
        "http://chat.example:80, chat.example, false, true",
        "https://chat.example, chat.example, false, true",
        "https://chat.example, chat.example:443, false, true",
        "https://Chat.Example, chat.example, true, true",
        "https://chat.example, CHAT.EXAMPLE:443, true, true",
        "http://localhost:3010, localhost:3010, false, true",
        "http://[::1]:3010, [::1]:3010, false, true",
        "http://chat.example, chat.example, true, false",
        "http://chat.example:443, chat.example, false, false",
        "https://chat.example:80, chat.example, false, false",
        "http://localhost:3000, localhost:3010, false, false",
        "https://evil.example, chat.example, false, false",
        "https://chat.example.evil.example, chat.example, false, false",
        "https://sub.chat.example, chat.example, false, false",
        "https://user@chat.example, chat.example, false, false",
        "https://chat.example/, chat.example, false, false",
        "https://chat.example#, chat.example, false, false",
        "ftp://chat.example, chat.example, false, false",
        "chat.example, chat.example, false, false",
        "null, null, false, false",
        "null, chat.example, false, false",
        "'', '', false, false",
        "https://, '', false, false",
        "https://chat.example, -, false, false",
      })
  void givenOriginAndHost_whenCompared_thenOnlyTheSameHostAndPortIsOurs(
      String origin, String host, boolean secure, boolean own) {
    assertThat(OwnOrigin.is(origin, host, secure)).isEqualTo(own);
  }
}
