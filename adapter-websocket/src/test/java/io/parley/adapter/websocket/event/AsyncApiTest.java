package io.parley.adapter.websocket.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.websocket.event.Payloads.ResyncRequired;
import io.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a running service cannot easily be brought to show; end-to-end tests have the rest. */
class AsyncApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Over REST only. */
  private static final Set<ErrorCode> NEVER_TOLD =
      EnumSet.of(ErrorCode.NO_TOKEN, ErrorCode.MESSAGE_NOT_FOUND, ErrorCode.NOT_THE_AUTHOR);

  private static JsonNode document() throws IOException {
    return JSON.readTree(AsyncApi.bytes("1.2.3", true));
  }

  @Test
  void givenVersion_whenRead_thenTheDocumentIsOfThatVersion() throws IOException {
    assertThat(document().at("/info/version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void givenErrorCodes_whenLookedUp_thenTheDocumentHasThoseThatAreTold() throws IOException {
    List<String> documented = new ArrayList<>();
    document()
        .at("/components/schemas/ErrorCode/enum")
        .forEach(code -> documented.add(code.asText()));

    Stream<String> told =
        Arrays.stream(ErrorCode.values())
            .filter(code -> !NEVER_TOLD.contains(code))
            .map(ErrorCode::wireName);
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(told, Stream.of("unknown_event", "internal_error")).toList());
  }

  @Test
  void givenResyncRequired_whenWritten_thenItHasTheDocumentedMembers() throws IOException {
    List<String> written = new ArrayList<>();
    JSON.valueToTree(new ResyncRequired(12, 2)).fieldNames().forEachRemaining(written::add);

    List<String> documented = new ArrayList<>();
    document()
        .at("/components/messages/resync_required/payload/properties")
        .fieldNames()
        .forEachRemaining(documented::add);
    assertThat(written).isEqualTo(documented);
  }
}
