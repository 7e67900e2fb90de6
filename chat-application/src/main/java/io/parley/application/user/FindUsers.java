package io.parley.application.user;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.domain.user.UserKeyForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a user which number belongs to which key of the host. Whoever knows a key may know the
 * number, with which he can write to its user; the key of a number is for those who talk to him.
 *
 * @since 0.1
 */
public final class FindUsers {
  /** How many may be asked for at a time. */
  public static final int MAX_USERS = 100;

  private final UserKeyForm form;
  private final UserKeys keys;
  private final ConversationStore conversations;

  public FindUsers(UserKeyForm form, UserKeys keys, ConversationStore conversations) {
    this.form = form;
    this.keys = keys;
    this.conversations = conversations;
  }

  /**
   * The users with some keys, in the order of these, each once; those without a number are left
   * out. Blocks.
   *
   * @throws InvalidValueException if a text is no key of this host, or there are too many
   */
  public List<NumberedUser> byKeys(Collection<String> texts) {
    requireFew("keys", texts);
    Set<UserKey> wanted = new LinkedHashSet<>();
    texts.forEach(text -> wanted.add(requireKey("keys", text)));
    Map<UserKey, UserId> numbers = keys.find(wanted);
    List<NumberedUser> users = new ArrayList<>();
    for (UserKey key : wanted) {
      UserId number = numbers.get(key);
      if (number != null) {
        users.add(new NumberedUser(number, key));
      }
    }
    return users;
  }

  /**
   * The key of the host that a text is.
   *
   * @param field its name on the wire
   * @throws InvalidValueException if it is none
   */
  public UserKey requireKey(String field, String text) {
    return form.parse(text).orElseThrow(() -> new InvalidValueException(field, rule()));
  }

  private String rule() {
    return switch (form) {
      case NUMBER -> "must be a positive integer";
      case UUID -> "must be a UUID";
      case TEXT -> "must have 1 to " + UserKey.MAX_CHARACTERS + " characters";
    };
  }

  /** For the host itself: the number of a key, which is given one if it has none. Blocks. */
  public UserId ofHost(UserKey key) {
    return keys.assign(key);
  }

  /**
   * The users with some numbers, in the order of these, each once, if the caller has a conversation
   * with them or is one of them; the others are left out. Blocks.
   *
   * @throws InvalidValueException if there are too many
   */
  public List<NumberedUser> byIds(UserId caller, Set<UserId> users) {
    requireFew("ids", users);
    Map<UserId, UserKey> known = keys.keysOf(knownTo(caller, users));
    List<NumberedUser> found = new ArrayList<>();
    for (UserId user : users) {
      UserKey key = known.get(user);
      if (key != null) {
        found.add(new NumberedUser(user, key));
      }
    }
    return found;
  }

  private Set<UserId> knownTo(UserId caller, Set<UserId> users) {
    Set<Participants> pairs =
        users.stream()
            .filter(user -> !user.equals(caller))
            .map(user -> Participants.of(caller, user))
            .collect(Collectors.toSet());
    Set<UserId> known = new HashSet<>();
    if (users.contains(caller)) {
      known.add(caller);
    }
    if (pairs.isEmpty()) {
      return known;
    }
    conversations.states(pairs).keySet().forEach(pair -> known.add(pair.otherThan(caller)));
    return known;
  }

  private static void requireFew(String field, Collection<?> some) {
    if (some.size() > MAX_USERS) {
      throw new InvalidValueException(field, "must be " + MAX_USERS + " at most");
    }
  }

  /** A user as the chat and as the host calls him. */
  public record NumberedUser(UserId id, UserKey key) {}
}
