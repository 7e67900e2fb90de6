package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a running service cannot easily be brought to show; end-to-end tests have the rest. */
class OpenApiTest {
  /** Over sockets only. */
  private static final Set<ErrorCode> NEVER_TOLD =
      EnumSet.of(ErrorCode.TOKEN_EXPIRED, ErrorCode.TOKEN_REVOKED, ErrorCode.TOO_MANY);

  private static JsonNode read(OpenApi document) throws IOException {
    return Json.parse(new String(document.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void givenVersion_whenRead_thenTheDocumentIsOfThatVersion() throws IOException {
    assertThat(read(OpenApi.of("1.2.3")).at("/info/version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void givenErrorCodes_whenLookedUp_thenTheDocumentHasThoseThatAreTold() throws IOException {
    List<String> documented = new ArrayList<>();
    read(OpenApi.of("1"))
        .at("/components/schemas/ErrorCode/enum")
        .forEach(code -> documented.add(code.asText()));

    Stream<String> told =
        Arrays.stream(ErrorCode.values())
            .filter(code -> !NEVER_TOLD.contains(code))
            .map(ErrorCode::wireName);
    Stream<String> ofTransport =
        Arrays.stream(TransportError.values()).map(TransportError::wireName);
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(Stream.concat(told, ofTransport).toList());
  }

  @Test
  void givenNoAdministration_whenRead_thenNothingIsSaidOfItAndAllElseStays() throws IOException {
    JsonNode whole = read(OpenApi.of("1"));
    JsonNode rest = read(OpenApi.of("1").withoutAdmin());

    assertThat(rest.toString()).doesNotContain("\"/api/admin/", "CHAT_ADMIN_TOKEN");
    assertThat(rest.path("paths")).hasSize(whole.path("paths").size() - 2);
    assertThat(rest.path("tags")).hasSize(whole.path("tags").size() - 1);
    assertThat(whole.path("paths").has("/api/admin/users/{id}/disconnect")).isTrue();
    assertThat(whole.path("paths").has("/api/admin/log-level")).isTrue();
  }
}
