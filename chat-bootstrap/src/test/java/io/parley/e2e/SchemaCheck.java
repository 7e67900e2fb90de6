package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Validation by JSON Schema; {@code $schema} says of a schema what kind it is. */
final class SchemaCheck {
  private SchemaCheck() {}

  /** In what a value differs from a schema; formats are assertions. */
  static List<String> differences(JsonNode schema, JsonNode value) {
    return differences(schema, value, true);
  }

  /** As {@link #differences}, but formats are no more than notes, as is the rule. */
  static List<String> differencesButForFormats(JsonNode schema, JsonNode value) {
    return differences(schema, value, false);
  }

  private static List<String> differences(JsonNode schema, JsonNode value, boolean formats) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(formats).build();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
        .getSchema(schema)
        .validate(value)
        .stream()
        .map(Error::toString)
        .toList();
  }
}
