package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * The document of this API, {@code openapi.json} beside this class (OpenAPI 3.1). It is written by
 * hand; end-to-end tests hold it to what the service does.
 */
final class OpenApi {
  private static final String ADMIN_TAG = "For the host";
  private static final String ADMIN_SCHEME = "host";

  private final ObjectNode document;

  private OpenApi(ObjectNode document) {
    this.document = document;
  }

  /** Reads the document; it is that of a version of the service. */
  static OpenApi of(String version) {
    try (InputStream content = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (content == null) {
        throw new FileNotFoundException("openapi.json");
      }
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      ObjectNode document = (ObjectNode) Json.parse(text);
      document.withObject("/info").put("version", version);
      return new OpenApi(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without {@code /api/admin}, of a service that does not have it. */
  OpenApi withoutAdmin() {
    ObjectNode rest = document.deepCopy();
    Iterator<String> paths = rest.withObject("/paths").fieldNames();
    while (paths.hasNext()) {
      if (paths.next().startsWith(AdminRoutes.BASE_PATH + "/")) {
        paths.remove();
      }
    }
    rest.withObject("/components/securitySchemes").remove(ADMIN_SCHEME);
    Iterator<JsonNode> tags = rest.withArray("/tags").elements();
    while (tags.hasNext()) {
      if (tags.next().path("name").asText().equals(ADMIN_TAG)) {
        tags.remove();
      }
    }
    return new OpenApi(rest);
  }

  byte[] bytes() {
    return Json.bytes(document);
  }
}
