package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The document of the chat's events, {@code asyncapi.json} beside this class (AsyncAPI 3.0). It is
 * written by hand; end-to-end tests hold it to what the service does.
 */
final class AsyncApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where each event has an entry by its name. */
  private static final List<String> PLACES =
      List.of("/channels/chat/messages", "/operations", "/components/messages");

  private AsyncApi() {}

  /**
   * Reads the document; it is that of a version of the service.
   *
   * @param contacts whether there are contact requests and blocks; else they are left out
   */
  static byte[] bytes(String version, boolean contacts) {
    try (InputStream content = AsyncApi.class.getResourceAsStream("asyncapi.json")) {
      if (content == null) {
        throw new FileNotFoundException("asyncapi.json");
      }
      ObjectNode document = (ObjectNode) JSON.readTree(content);
      document.withObject("/info").put("version", version);
      if (!contacts) {
        List<String> left =
            Stream.concat(
                    ContactEvents.NAMES.stream(),
                    Arrays.stream(ServerEvent.values())
                        .filter(ServerEvent::isAboutContacts)
                        .map(ServerEvent::wireName))
                .toList();
        for (String place : PLACES) {
          document.withObject(place).remove(left);
        }
      }
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
