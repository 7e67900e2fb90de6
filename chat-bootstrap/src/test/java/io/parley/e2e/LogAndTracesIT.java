package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import io.parley.adapter.postgres.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs read of the packaged application: its log as JSON, and its traces. */
@Timeout(300)
class LogAndTracesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path temporary;

  @Test
  void givenJsonAndCollector_whenServed_thenEveryLineIsAnObjectAndNamesItsTrace() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        OtlpReceiver receiver = OtlpReceiver.start()) {
      Map<String, String> environment =
          Map.of(
              "DATABASE_URL", database.url(),
              "JWT_SECRET", SECRET,
              "CHAT_DATA_DIR", temporary.resolve("data").toString(),
              "CHAT_LOG_FORMAT", "json",
              "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address());
      try (ChatProcess chat = ChatProcess.start(temporary, environment, "serve", "--port=0")) {
        URI address = chat.awaitReady();
        RestClient stranger = new RestClient(address, "none");
        assertThat(stranger.get("/api/chat/unread-count").status()).isEqualTo(401);

        chat.terminate();
        assertThat(chat.awaitExit(10)).isZero();

        Span span =
            receiver.await(1, one -> one.getName().equals("GET /api/chat/unread-count")).get(0);
        List<JsonNode> entries = new ArrayList<>();
        for (String line : chat.log().lines().toList()) {
          JsonNode entry = JSON.readTree(line);
          assertThat(entry.path("message").isTextual()).as(line).isTrue();
          entries.add(entry);
        }
        assertThat(entries)
            .filteredOn(entry -> entry.path("logger").asText().endsWith(".RequestLog"))
            .singleElement()
            .satisfies(
                entry -> {
                  assertThat(entry.path("message").asText())
                      .matches("GET /api/chat/unread-count 401 \\d+ms client=127\\.0\\.0\\.1");
                  assertThat(entry.path("requestId").asText()).isNotEmpty();
                  assertThat(entry.path("trace_id").asText())
                      .isEqualTo(HexFormat.of().formatHex(span.getTraceId().toByteArray()));
                });
      }
    }
  }
}
