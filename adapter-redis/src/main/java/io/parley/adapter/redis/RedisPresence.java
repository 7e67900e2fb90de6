package io.parley.adapter.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is present, in Redis. Keys, after the prefix:
 *
 * <ul>
 *   <li>{@code at:<user>} – hash: node, and 1 for here or 0 for away. Each change is one script on
 *       one key, so that of several nodes one sees the first come and the last go.
 *   <li>{@code nodes} – sorted set: nodes by the time of Redis, in milliseconds, at which they will
 *       be forgotten; and {@code !<node>}, one that is, by the time until which somebody clears up
 *       behind it. If he does not come to its end, the next one does.
 *   <li>{@code users:<node>} – set: whom the node may have in {@code at:}, to be cleared by whoever
 *       forgets it.
 * </ul>
 *
 * <p>A node that was forgotten goes on under another name: what is done to the old one does not
 * concern it.
 */
final class RedisPresence implements PresenceRegistry {
  /** Redis forgets what nobody has cleared. */
  private static final Duration LEFT_OVER = Duration.ofDays(1);

  private static final String HERE = "1";
  private static final String FORGOTTEN = "!";

  private static final String ARRIVE =
      "local before = redis.call('HGETALL', KEYS[1])"
          + " redis.call('HSET', KEYS[1], ARGV[1], '1') return before";
  private static final String LEAVE =
      "if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then"
          + " redis.call('HSET', KEYS[1], ARGV[1], '0') end return {}";
  private static final String FORGET =
      "local had = redis.call('HDEL', KEYS[1], ARGV[1])"
          + " local left = redis.call('HGETALL', KEYS[1])"
          + " left[#left + 1] = had == 1 and '-' or 'none' return left";
  private static final String KEEP_ALIVE =
      "local time = redis.call('TIME')"
          + " local now = time[1] * 1000 + math.floor(time[2] / 1000)"
          + " local known = redis.call('ZSCORE', KEYS[1], ARGV[1])"
          + " redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])"
          + " local ours = {}"
          + " for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do"
          + "   if string.sub(name, 1, 1) ~= '!' then"
          + "     redis.call('ZREM', KEYS[1], name) name = '!' .. name end"
          + "   redis.call('ZADD', KEYS[1], now + ARGV[2], name)"
          + "   ours[#ours + 1] = string.sub(name, 2) end"
          + " return {known and 'known' or 'new', ours, redis.call('ZRANGE', KEYS[1], 0, -1)}";

  private final RedisServers servers;
  private final String prefix;
  private final Duration life;
  private volatile String self = newName();

  /** The other nodes that lived when this one gave its last sign of life. */
  private volatile Set<String> others = Set.of();

  /** Whether Redis has heard of the present name. */
  private volatile boolean everKnown;

  // What a sign of life found and could not tell yet, because Redis did not answer to its end.
  // keepAlive is called by one at a time.

  private final Set<UserId> gone = new HashSet<>();
  private boolean nodesLost;
  private boolean forgotten;

  RedisPresence(RedisServers servers, String prefix, Duration life) {
    this.servers = servers;
    this.prefix = prefix;
    this.life = life;
  }

  private static String newName() {
    return UUID.randomUUID().toString();
  }

  private String at(UserId user) {
    return prefix + "at:" + user.value();
  }

  private String usersOf(String node) {
    return prefix + "users:" + node;
  }

  private String nodes() {
    return prefix + "nodes";
  }

  @Override
  public Set<UserId> arrive(Set<UserId> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    String node = self;
    String[] ids = users.stream().map(user -> String.valueOf(user.value())).toArray(String[]::new);
    Set<String> live = live(); // before it: nothing may fail after it
    await(commands -> commands.sadd(usersOf(node), ids));
    return withoutNode(forEach(users, ARRIVE, node), live);
  }

  @Override
  public void leave(Set<UserId> users) {
    var unused = forEach(users, LEAVE, self);
  }

  @Override
  public Set<UserId> forget(Set<UserId> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    String node = self;
    Set<String> live = live();
    Map<UserId, List<String>> left = forEach(users, FORGET, node);
    String[] ids = users.stream().map(user -> String.valueOf(user.value())).toArray(String[]::new);
    try {
      await(commands -> commands.srem(usersOf(node), ids));
    } catch (StoreUnavailableException unanswered) {
      // they are away all the same; whoever clears up behind this node finds them in no hash
    }
    left.values().removeIf(nodes -> nodes.contains("none")); // he was not there
    return withoutNode(left, live);
  }

  @Override
  public Set<UserId> elsewhere(Set<UserId> users) {
    String node = self;
    Set<String> live = live();
    Map<UserId, Map<String, String>> all =
        Waiting.forEach(servers, users, (commands, user) -> commands.hgetall(at(user)));
    Set<UserId> elsewhere = new HashSet<>();
    all.forEach(
        (user, nodes) -> {
          nodes.remove(node);
          if (nodes.entrySet().stream()
              .anyMatch(at -> live.contains(at.getKey()) && at.getValue().equals(HERE))) {
            elsewhere.add(user);
          }
        });
    return elsewhere;
  }

  /**
   * Those who have no node that lives.
   *
   * @param nodes of each user: node, state, node, state …
   */
  private static Set<UserId> withoutNode(Map<UserId, List<String>> nodes, Set<String> live) {
    Set<UserId> without = new HashSet<>();
    nodes.forEach(
        (user, list) -> {
          if (everySecond(list).stream().noneMatch(live::contains)) {
            without.add(user);
          }
        });
    return without;
  }

  private static List<String> everySecond(List<String> list) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < list.size(); i += 2) {
      names.add(list.get(i));
    }
    return names;
  }

  /** The nodes that are not forgotten. */
  private Set<String> live() {
    return live(await(commands -> commands.zrange(nodes(), 0, -1)));
  }

  private static Set<String> live(List<?> nodes) {
    return nodes.stream()
        .map(String::valueOf)
        .filter(name -> !name.startsWith(FORGOTTEN))
        .collect(Collectors.toSet());
  }

  @Override
  public Pulse keepAlive() {
    String node = self;
    List<Object> found =
        await(
            commands -> {
              CompletionStage<Boolean> unused =
                  commands.expire(usersOf(node), LEFT_OVER.toSeconds());
              return commands.eval(
                  KEEP_ALIVE,
                  ScriptOutputType.MULTI,
                  new String[] {nodes()},
                  node,
                  String.valueOf(life.toMillis()));
            });
    boolean isNew = found.get(0).equals("new");
    if (isNew && everKnown) {
      self = newName(); // somebody is clearing up behind the old one
      everKnown = false;
      forgotten = true;
      nodesLost = true;
      await(commands -> commands.zrem(nodes(), node));
      return keepAlive();
    }
    everKnown = true;
    forgotten |= isNew;
    Set<String> now = live((List<?>) found.get(2));
    nodesLost |= !now.containsAll(others); // whoever clears up
    now.remove(node);
    others = now;
    for (Object dead : (List<?>) found.get(1)) {
      clear(String.valueOf(dead));
    }
    if (!gone.isEmpty()) {
      gone.removeAll(elsewhere(gone)); // some may have come back while Redis did not answer
    }
    Pulse pulse = new Pulse(gone, nodesLost, forgotten);
    gone.clear();
    nodesLost = false;
    forgotten = false;
    return pulse;
  }

  /** What is not done because Redis does not answer is done again, by whoever comes to it. */
  private void clear(String dead) {
    Set<String> ids = await(commands -> commands.smembers(usersOf(dead)));
    Set<UserId> users = new HashSet<>();
    ids.forEach(id -> users.add(new UserId(Long.parseLong(id))));
    Set<String> live = live();
    gone.addAll(withoutNode(forEach(users, FORGET, dead), live));
    await(commands -> commands.del(usersOf(dead)));
    await(commands -> commands.zrem(nodes(), FORGOTTEN + dead));
  }

  // --- commands ----------------------------------------------------------------------------------

  /** Runs a script on the key of each user. */
  private Map<UserId, List<String>> forEach(Set<UserId> users, String script, String node) {
    return Waiting.forEach(
        servers,
        users,
        (commands, user) ->
            commands.eval(script, ScriptOutputType.MULTI, new String[] {at(user)}, node));
  }

  private <T> T await(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
    return Waiting.on(servers, work);
  }
}
