package io.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import net.logstash.logback.composite.AbstractJsonProvider;

/** The fields of an entry, each a string of its own beside the message. */
final class FieldsJsonProvider extends AbstractJsonProvider<ILoggingEvent> {
  @Override
  public void writeTo(JsonGenerator json, ILoggingEvent event) throws IOException {
    for (Map.Entry<String, String> field : LogFields.of(event).entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
  }
}
