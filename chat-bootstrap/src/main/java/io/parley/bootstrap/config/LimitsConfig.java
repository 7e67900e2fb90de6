package io.parley.bootstrap.config;

import io.parley.adapter.limits.Limit;
import io.parley.domain.limit.LimitedAction;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one user may do and have. The defaults keep one user from taking a whole node, and are met
 * by no person; whoever knows his users sets lower ones.
 *
 * @param perUser how often a user may do what; what is not named is not limited
 * @param perAddress how often all users of one address may do what together
 * @param socketsPerAddress at a time, on one node; {@link Integer#MAX_VALUE} for any number
 * @param socketsPerUser at a time, on one node
 * @param roomsPerSocket conversations that one socket may follow
 */
public record LimitsConfig(
    Map<LimitedAction, Limit> perUser,
    Map<LimitedAction, Limit> perAddress,
    int socketsPerAddress,
    int socketsPerUser,
    int roomsPerSocket) {
  private static final int MAX = 1_000_000;

  private static final Map<Setting, LimitedAction> ACTIONS =
      new EnumMap<>(
          Map.of(
              Setting.CHAT_LIMIT_SENDS, LimitedAction.SEND,
              Setting.CHAT_LIMIT_TYPING, LimitedAction.TYPING,
              Setting.CHAT_LIMIT_JOINS, LimitedAction.JOIN,
              Setting.CHAT_LIMIT_SEARCHES, LimitedAction.SEARCH,
              Setting.CHAT_LIMIT_CONTACTS, LimitedAction.CONTACT,
              Setting.CHAT_LIMIT_CONNECTS, LimitedAction.CONNECT,
              Setting.CHAT_LIMIT_OTHER, LimitedAction.OTHER));

  private static final Map<LimitedAction, Limit> DEFAULTS =
      Map.of(
          LimitedAction.SEND, new Limit(5_000, 50_000),
          LimitedAction.TYPING, new Limit(100, 1_000),
          LimitedAction.JOIN, new Limit(200, 2_000),
          LimitedAction.SEARCH, new Limit(50, 500),
          LimitedAction.CONTACT, new Limit(1, 30),
          LimitedAction.CONNECT, new Limit(20, 200),
          LimitedAction.OTHER, new Limit(5_000, 50_000));

  public LimitsConfig {
    perUser = Map.copyOf(perUser);
    perAddress = Map.copyOf(perAddress);
  }

  static LimitsConfig read(SettingReader settings) {
    Map<LimitedAction, Limit> limits = new EnumMap<>(DEFAULTS);
    ACTIONS.forEach((setting, action) -> readLimit(settings, setting, action, limits));
    Map<LimitedAction, Limit> ofAddresses = new EnumMap<>(LimitedAction.class);
    readLimit(settings, Setting.CHAT_LIMIT_ADDRESS_CONNECTS, LimitedAction.CONNECT, ofAddresses);
    readLimit(settings, Setting.CHAT_LIMIT_ADDRESS_REQUESTS, LimitedAction.OTHER, ofAddresses);
    return new LimitsConfig(
        limits,
        ofAddresses,
        settings.number(Setting.CHAT_SOCKETS_PER_ADDRESS, 1, MAX, Integer.MAX_VALUE),
        settings.number(Setting.CHAT_SOCKETS_PER_USER, 1, MAX, 20),
        settings.number(Setting.CHAT_ROOMS_PER_SOCKET, 1, MAX, 1_000));
  }

  private static void readLimit(
      SettingReader settings,
      Setting setting,
      LimitedAction action,
      Map<LimitedAction, Limit> limits) {
    Optional<String> text = settings.text(setting);
    if (text.isEmpty()) {
      return;
    }
    try {
      Optional<Limit> limit = Limit.parse(text.get());
      limits.remove(action);
      limit.ifPresent(set -> limits.put(action, set));
    } catch (IllegalArgumentException e) {
      settings.mistake(setting, e.getMessage() + ", not " + SettingReader.quote(text.get()));
    }
  }
}
