package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * The document of this API, {@code openapi.json} beside this class (OpenAPI 3.1). It is written by
 * hand; end-to-end tests hold it to what the service does.
 */
final class OpenApi {
  private static final String ADMIN_TAG = "For the host";
  private static final String CONTACTS_TAG = "Contacts";
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
    ObjectNode rest = without(ADMIN_TAG, path -> path.startsWith(AdminRoutes.BASE_PATH + "/"));
    rest.withObject("/components/securitySchemes").remove(ADMIN_SCHEME);
    return new OpenApi(rest);
  }

  /** The same without contact requests and blocks, of a service that does not have them. */
  OpenApi withoutContacts() {
    return new OpenApi(
        without(
            CONTACTS_TAG,
            path ->
                path.startsWith(RestApi.BASE_PATH + "/request/")
                    || path.startsWith(RestApi.BASE_PATH + "/blocks")));
  }

  private ObjectNode without(String tag, Predicate<String> path) {
    ObjectNode rest = document.deepCopy();
    Iterator<String> paths = rest.withObject("/paths").fieldNames();
    while (paths.hasNext()) {
      if (path.test(paths.next())) {
        paths.remove();
      }
    }
    Iterator<JsonNode> tags = rest.withArray("/tags").elements();
    while (tags.hasNext()) {
      if (tags.next().path("name").asText().equals(tag)) {
        tags.remove();
      }
    }
    return rest;
  }

  byte[] bytes() {
    return Json.bytes(document);
  }
}
