package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.sync.SyncCursor;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request; of a name that occurs twice the first counts. Javalin's own parser
 * depends on the request's content type and drops what it cannot decode.
 */
final class QueryParameters {
  private final Map<String, String> encoded;

  private QueryParameters(Map<String, String> encoded) {
    this.encoded = encoded;
  }

  static QueryParameters of(Context ctx) {
    return parse(ctx.queryString());
  }

  static QueryParameters parse(@Nullable String query) {
    Map<String, String> encoded = new HashMap<>();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      encoded.putIfAbsent(name, equals < 0 ? "" : pair.substring(equals + 1));
    }
    return new QueryParameters(encoded);
  }

  /** {@code page} and {@code limit}; whatever is no number there counts as absent. */
  PageRequest page(int defaultLimit) {
    return PageRequest.lenient(numberOrZero("page"), numberOrZero("limit"), defaultLimit);
  }

  /**
   * A position.
   *
   * @throws InvalidValueException if there is a value, but no whole number from 0 to 2^63 - 1
   */
  Optional<Sequence> sequence(String name) {
    return text(name)
        .map(
            text ->
                new Sequence(
                    WholeNumber.parse(text)
                        .orElseThrow(
                            () ->
                                new InvalidValueException(
                                    name, "must be a whole number, not negative"))));
  }

  /**
   * {@code cursor}; an empty one is none.
   *
   * @throws io.parley.domain.error.ChatException if it is too long to be one
   */
  Optional<SyncCursor> cursor() {
    return text("cursor").filter(text -> !text.isEmpty()).map(SyncCursor::new);
  }

  /**
   * {@code q}.
   *
   * @throws InvalidValueException if it is missing, blank or too long
   */
  SearchText searchText() {
    return new SearchText(text("q").orElse(""));
  }

  /**
   * Texts with commas between them, which are encoded where they are part of one; none without the
   * parameter, or if it is empty.
   *
   * @throws InvalidValueException if there are too many, or one is not well encoded
   */
  List<String> list(String name, int maximum) {
    String value = encoded.get(name);
    if (value == null || value.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (String part : value.split(",", maximum + 1)) {
      texts.add(decodedOrRefused(name, part));
    }
    if (texts.size() > maximum) {
      throw new InvalidValueException(name, "must be " + maximum + " at most");
    }
    return texts;
  }

  private static String decodedOrRefused(String name, String value) {
    try {
      return PercentEncoding.decode(value);
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(name, "must be percent-encoded UTF-8");
    }
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(encoded.get(name)).map(value -> decodedOrRefused(name, value));
  }

  /** 0, which is no page and no limit, stands for everything that is no number. */
  private long numberOrZero(String name) {
    try {
      return WholeNumber.parseSaturated(decoded(name).orElse("")).orElse(0);
    } catch (CharacterCodingException e) {
      return 0;
    }
  }

  private Optional<String> decoded(String name) throws CharacterCodingException {
    String value = encoded.get(name);
    return value == null ? Optional.empty() : Optional.of(PercentEncoding.decode(value));
  }
}
