package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Anything in a notification, which whoever may connect to the database can send: the input as it
 * is, and its base64.
 */
class NotificationPayloadFuzzTest {
  @FuzzTest
  void givenAnyPayload_whenRead_thenItIsDamagedOrCanBePackedAgain(byte[] bytes) {
    read(new String(bytes, StandardCharsets.UTF_8));
    read(Base64.getEncoder().encodeToString(bytes));
  }

  private static void read(String payload) {
    List<BusFrame> frames;
    try {
      frames = NotificationPayload.read(payload);
    } catch (IllegalArgumentException damaged) {
      return;
    }
    List<BusFrame> again =
        NotificationPayload.pack(frames).stream()
            .flatMap(packed -> NotificationPayload.read(packed).stream())
            .toList();

    assertThat(again).usingRecursiveComparison().isEqualTo(frames);
  }
}
