package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Validation by JSON Schema; formats are assertions. */
final class SchemaCheck {
  private static final SchemaRegistryConfig STRICT =
      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

  private SchemaCheck() {}

  /** In what a value differs from a schema; {@code $schema} says what kind of schema it is. */
  static List<String> differences(JsonNode schema, JsonNode value) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(STRICT))
        .getSchema(schema)
        .validate(value)
        .stream()
        .map(Error::toString)
        .toList();
  }
}
