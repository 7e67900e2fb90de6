package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.rest.MetricsPage.Audience;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsRoutesTest {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT = "chat_ready 1.0\n";

  private static RestServer serverFor(Audience audience) {
    return server(Optional.of(new MetricsPage(TYPE, () -> TEXT, audience)));
  }

  private static RestServer server(Optional<MetricsPage> page) {
    return RestServer.start(
        new Parts()
            .operations(
                new RestApi.Operations(Readiness.of(() -> true), RequestObserver.none(), page)));
  }

  private static Reply ask(RestServer server, String host, String moreHeaders) {
    return RawHttp.exchange(
        server.port(),
        "GET /metrics HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + moreHeaders
            + "Connection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:3010",
        "127.0.0.1",
        "127.0.0.1:3010",
        "127.9.9.9",
        "[::1]:1"
      })
  void givenProgramOfThisMachine_whenItAsks_thenItReadsTheMetrics(String host) {
    try (RestServer server = serverFor(Audience.LOCAL)) {
      Reply reply = ask(server, host, "");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(TEXT);
      assertThat(reply.header("Content-Type")).hasValue(TYPE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 203.0.113.7",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-For:",
        "x-forwarded-for: localhost",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: localhost",
        "X-Real-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "Via: 1.1 proxy"
      })
  void givenProxyOfThisMachine_whenItPassesARequestOn_thenThereIsNothing(String trace) {
    try (RestServer server = serverFor(Audience.LOCAL)) {
      Reply reply = ask(server, "localhost", trace + "\r\n");

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).contains("\"code\":\"not_found\"").doesNotContain("chat_ready");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.example",
        "localhost.example",
        "127.0.0.1.example",
        "10.0.0.1",
        "xlocalhost",
        "[::2]"
      })
  void givenNameOfAnotherMachine_whenAsked_thenThereIsNothing(String host) {
    try (RestServer server = serverFor(Audience.LOCAL)) {
      assertThat(ask(server, host, "").status()).isEqualTo(404);
    }
  }

  @Test
  void givenMetricsForEverybody_whenAProxyPassesARequestOn_thenItIsAnswered() {
    try (RestServer server = serverFor(Audience.PUBLIC)) {
      Reply reply = ask(server, "chat.example", "X-Forwarded-For: 203.0.113.7\r\n");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(TEXT);
    }
  }

  @Test
  void givenMetricsForNobody_whenAsked_thenThereIsNothing() {
    try (RestServer server = server(Optional.empty())) {
      assertThat(ask(server, "localhost", "").status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.1.2.3, true",
    "0:0:0:0:0:0:0:1, true",
    "[::1], true",
    "::ffff:127.0.0.1, true",
    "10.0.0.1, false",
    "192.168.0.1, false",
    "::2, false",
    "0.0.0.0, false"
  })
  void givenAddress_whenLookedAt_thenOnlyThisMachinesOwnAreLocal(String address, boolean loopback) {
    assertThat(MetricsRoutes.isLoopback(address)).isEqualTo(loopback);
  }
}
