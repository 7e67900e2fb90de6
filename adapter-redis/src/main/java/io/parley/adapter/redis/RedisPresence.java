package io.parley.adapter.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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

/**
 * Who is present, in Redis. Keys, after the prefix:
 *
 * <ul>
 *   <li>{@code at:<user>} – hash: node, and 1 for here or 0 for away. Each change is one script on
 *       one key, so that of several nodes one sees the first come and the last go.
 *   <li>{@code nodes} – sorted set: nodes by the time of Redis, in milliseconds, at which they will
 *       be forgotten.
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

  private static final String ARRIVE =
      "local before = redis.call('HGETALL', KEYS[1])"
          + " redis.call('HSET', KEYS[1], ARGV[1], '1') return before";
  private static final String LEAVE =
      "if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then"
          + " redis.call('HSET', KEYS[1], ARGV[1], '0') end return {}";
  private static final String FORGET =
      "if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return {'none', ''} end"
          + " return redis.call('HGETALL', KEYS[1])";
  private static final String KEEP_ALIVE =
      "local time = redis.call('TIME')"
          + " local now = time[1] * 1000 + math.floor(time[2] / 1000)"
          + " local known = redis.call('ZSCORE', KEYS[1], ARGV[1])"
          + " redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])"
          + " return {known and 'known' or 'new', redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now),"
          + " redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')}";

  private final RedisServers servers;
  private final String prefix;
  private final Duration life;
  private volatile String self = newName();

  /** The other nodes that lived when this one gave its last sign of life. */
  private volatile Set<String> others = Set.of();

  /** Whether Redis has heard of the present name. */
  private volatile boolean everKnown;

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
    Map<UserId, List<String>> before =
        await(
            commands ->
                commands
                    .sadd(usersOf(node), ids)
                    .thenCompose(
                        added ->
                            Waiting.forEach(users, user -> eval(commands, ARRIVE, user, node))));
    return withoutNode(before);
  }

  @Override
  public void leave(Set<UserId> users) {
    String node = self;
    await(commands -> Waiting.forEach(users, user -> eval(commands, LEAVE, user, node)));
  }

  @Override
  public Set<UserId> forget(Set<UserId> users) {
    return forget(users, self);
  }

  private Set<UserId> forget(Set<UserId> users, String node) {
    if (users.isEmpty()) {
      return Set.of();
    }
    Map<UserId, List<String>> left =
        await(commands -> Waiting.forEach(users, user -> eval(commands, FORGET, user, node)));
    String[] ids = users.stream().map(user -> String.valueOf(user.value())).toArray(String[]::new);
    await(commands -> commands.srem(usersOf(node), ids));
    left.values().removeIf(nodes -> nodes.contains("none")); // he was not there
    return withoutNode(left);
  }

  @Override
  public Set<UserId> elsewhere(Set<UserId> users) {
    String node = self;
    Map<UserId, Map<String, String>> all =
        await(commands -> Waiting.forEach(users, user -> commands.hgetall(at(user))));
    Set<String> named = new HashSet<>();
    all.values().forEach(nodes -> named.addAll(nodes.keySet()));
    named.remove(node);
    Set<String> live = live(named);
    Set<UserId> elsewhere = new HashSet<>();
    all.forEach(
        (user, nodes) -> {
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
  private Set<UserId> withoutNode(Map<UserId, List<String>> nodes) {
    Set<String> named = new HashSet<>();
    nodes.values().forEach(list -> named.addAll(everySecond(list)));
    Set<String> live = live(named);
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

  /** Those of some nodes that are not forgotten. */
  private Set<String> live(Set<String> named) {
    if (named.isEmpty()) {
      return Set.of();
    }
    List<String> names = List.copyOf(named);
    List<Double> scores =
        await(commands -> commands.zmscore(nodes(), names.toArray(String[]::new)));
    Set<String> live = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (scores.get(i) != null) {
        live.add(names.get(i));
      }
    }
    return live;
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
      await(commands -> commands.zrem(nodes(), node));
      return new Pulse(keepAlive().gone(), true, true);
    }
    everKnown = true;
    Set<String> now = new HashSet<>();
    ((List<?>) found.get(2)).forEach(name -> now.add(String.valueOf(name)));
    boolean lost = !now.containsAll(others); // whoever clears up
    now.remove(node);
    others = now;
    Set<UserId> gone = new HashSet<>();
    for (Object dead : (List<?>) found.get(1)) {
      String name = String.valueOf(dead);
      long removed = await(commands -> commands.zrem(nodes(), name));
      if (removed == 1) { // it is ours to clear up
        gone.addAll(clear(name));
      }
    }
    return new Pulse(gone, lost, isNew);
  }

  private Set<UserId> clear(String dead) {
    Set<String> ids = await(commands -> commands.smembers(usersOf(dead)));
    Set<UserId> users = new HashSet<>();
    ids.forEach(id -> users.add(new UserId(Long.parseLong(id))));
    Set<UserId> gone = forget(users, dead);
    await(commands -> commands.del(usersOf(dead)));
    return gone;
  }

  // --- commands ----------------------------------------------------------------------------------

  private CompletionStage<List<String>> eval(
      RedisClusterAsyncCommands<String, String> commands, String script, UserId user, String node) {
    return commands.eval(script, ScriptOutputType.MULTI, new String[] {at(user)}, node);
  }

  private <T> T await(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> work) {
    return Waiting.on(servers, work);
  }
}
