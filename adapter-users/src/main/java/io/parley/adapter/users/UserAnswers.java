package io.parley.adapter.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes questions about users, and reads what the host answers. Thread-safe. */
final class UserAnswers {
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final UserKeyForm form;

  /**
   * @param form what the host calls its users
   */
  UserAnswers(UserKeyForm form) {
    this.form = form;
  }

  /** {@code {"ids": [41, 42]}}, or texts. */
  String question(Map<UserId, UserKey> users) {
    ObjectNode question = json.createObjectNode();
    ArrayNode ids = question.putArray("ids");
    for (UserKey key : users.values()) {
      if (form == UserKeyForm.NUMBER) {
        ids.add(Long.parseLong(key.text()));
      } else {
        ids.add(key.text());
      }
    }
    try {
      return json.writeValueAsString(question);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The users in an answer; whom nobody has asked for is left out.
   *
   * @throws IllegalArgumentException if it is none; the message shows nothing of it
   */
  Map<UserId, User> read(byte[] body, Map<UserId, UserKey> asked) {
    JsonNode answer = tree(body);
    if (!answer.isArray()) {
      throw new IllegalArgumentException("the answer is no JSON array");
    }
    Map<UserKey, UserId> numbers = new HashMap<>();
    asked.forEach((number, key) -> numbers.put(key, number));
    Map<UserId, User> users = new HashMap<>();
    for (JsonNode each : answer) {
      Optional.ofNullable(numbers.get(key(each)))
          .ifPresent(number -> users.put(number, user(number, each)));
    }
    return users;
  }

  private JsonNode tree(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the answer is no JSON"); // its message shows parts of it
    }
  }

  private UserKey key(JsonNode user) {
    JsonNode id = user.path("id");
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw new IllegalArgumentException("a user in the answer has no id");
    }
    return form.parse(id.asText())
        .orElseThrow(
            () -> new IllegalArgumentException("a user in the answer has an id that is none"));
  }

  private static User user(UserId number, JsonNode user) {
    String photo = text(user, "profilePhoto");
    return new User(
        number,
        text(user, "name"),
        text(user, "username"),
        text(user, "profileName"),
        photo.isEmpty() ? Optional.empty() : Optional.of(photo));
  }

  /** Nothing is the same as an empty text. */
  private static String text(JsonNode user, String field) {
    JsonNode value = user.path(field);
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    throw new IllegalArgumentException("the field " + field + " of a user is no text");
  }
}
