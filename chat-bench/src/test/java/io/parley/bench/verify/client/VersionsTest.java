package io.parley.bench.verify.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.verify.client.Versions.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private static final String SENT = "2026-01-02T03:04:05.678Z";
  private static final String DELETED = "2026-01-02T03:04:05.679Z";
  private static final String RESTORED = "2026-01-02T03:04:06.000Z";

  private final Versions versions = new Versions();

  @Test
  void givenRestoredMessage_whenItsDeleteIsToldLate_thenItWasOvertaken() {
    assertThat(versions.take(told(SENT, RESTORED), false)).isEmpty();

    assertThat(versions.take(told(null, DELETED), true))
        .isEqualTo(Optional.of(new Version(RESTORED, false)));
  }

  @Test
  void givenDeletedMessage_whenItIsAnnouncedLate_thenThatWasOvertaken() {
    assertThat(versions.take(told(null, DELETED), true)).isEmpty();

    assertThat(versions.take(told(SENT, null), false))
        .isEqualTo(Optional.of(new Version(DELETED, true)));
  }

  @Test
  void givenChangesInTheirOrder_whenTold_thenNoneWasOvertaken() {
    assertThat(versions.take(told(SENT, null), false)).isEmpty();
    assertThat(versions.take(told(null, DELETED), true)).isEmpty();
    assertThat(versions.take(told(null, DELETED), true)).isEmpty();
    assertThat(versions.take(told(SENT, RESTORED), false)).isEmpty();
  }

  @Test
  void givenServerThatTellsNoTimes_whenTold_thenTheLastWordCounts() {
    assertThat(versions.take(told(null, null), true)).isEmpty();
    assertThat(versions.take(told(null, null), false)).isEmpty();
  }

  private static JsonNode told(@Nullable String createdAt, @Nullable String updatedAt) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("id", 1);
    if (createdAt != null) {
      message.put("createdAt", createdAt);
    }
    return updatedAt == null ? message : message.put("updatedAt", updatedAt);
  }
}
