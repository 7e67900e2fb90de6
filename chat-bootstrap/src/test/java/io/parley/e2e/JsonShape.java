package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;

/** Compares members and types, not values. */
final class JsonShape {
  private final List<String> differences = new ArrayList<>();

  private JsonShape() {}

  /** What is shown and is not so; what is left out may be there. */
  static List<String> differences(JsonNode shown, JsonNode actual) {
    JsonShape shape = new JsonShape();
    shape.compare("", shown, actual);
    return shape.differences;
  }

  private void compare(String path, JsonNode shown, JsonNode actual) {
    if (shown.isNull() || actual.isNull()) {
      return;
    }
    if (shown.getNodeType() != actual.getNodeType()) {
      differences.add(
          path
              + (actual.getNodeType() == JsonNodeType.MISSING
                  ? " is not there"
                  : " is " + actual.getNodeType()));
      return;
    }
    shown
        .fieldNames()
        .forEachRemaining(name -> compare(path + "/" + name, shown.path(name), actual.path(name)));
    if (!actual.isEmpty()) {
      for (JsonNode element : shown.isArray() ? shown : List.<JsonNode>of()) {
        compare(path + "/*", element, actual.path(0));
      }
    }
  }
}
