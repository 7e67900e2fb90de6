package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/** What a server answered. */
record Reply(int status, String body, HttpHeaders headers) {
  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  void assertIs(int expectedStatus, String expectedBody) {
    assertThat(body).isEqualTo(expectedBody);
    assertThat(status).isEqualTo(expectedStatus);
    assertIsJson();
  }

  void assertIsError(int expectedStatus, String code, String error) {
    assertIs(
        expectedStatus,
        """
        {"error":"%s","code":"%s","requestId":"%s"}"""
            .formatted(error, code, RestServer.REQUEST_ID));
  }

  void assertIsJson() {
    assertThat(header("Content-Type").orElse("").replace(" ", "").toLowerCase(Locale.ROOT))
        .isEqualTo("application/json;charset=utf-8");
    assertThat(header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(header("Cache-Control")).hasValue("no-store");
    assertThat(header("Referrer-Policy")).hasValue("no-referrer");
    assertThat(header("X-Frame-Options")).hasValue("DENY");
    assertThat(header("Content-Security-Policy"))
        .hasValue("default-src 'none'; frame-ancestors 'none'");
    assertThat(header("Cross-Origin-Resource-Policy")).hasValue("same-origin");
    assertThat(header("Strict-Transport-Security")).isEmpty();
    assertThat(header("X-Request-Id")).isPresent();
    assertThat(header("Server")).isEmpty();
  }
}
