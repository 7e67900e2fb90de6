package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The document of the chat's events, {@code asyncapi.json} beside this class (AsyncAPI 3.0). It is
 * written by hand; end-to-end tests hold it to what the service does.
 */
final class AsyncApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AsyncApi() {}

  /** Reads the document; it is that of a version of the service. */
  static byte[] bytes(String version) {
    try (InputStream content = AsyncApi.class.getResourceAsStream("asyncapi.json")) {
      if (content == null) {
        throw new FileNotFoundException("asyncapi.json");
      }
      ObjectNode document = (ObjectNode) JSON.readTree(content);
      document.withObject("/info").put("version", version);
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
