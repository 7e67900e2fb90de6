package io.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.InvalidValueException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The optional body of {@code PUT /conversations/:id/read}.
 *
 * @param upTo a whole number, not negative, or a string of digits; null for everything
 */
record MarkReadRequest(@Nullable JsonNode upTo) {
  /**
   * @throws InvalidValueException if {@code upTo} is anything else
   */
  Optional<Sequence> toSequence() {
    return JsonField.wholeNumber("upTo", upTo, 0).map(Sequence::new);
  }
}
