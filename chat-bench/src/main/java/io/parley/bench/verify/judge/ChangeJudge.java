package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Records.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever was in the room all the time must have been told of a delete or a restore. */
final class ChangeJudge {
  /** How long before its end a connection may have got nothing any more. */
  private static final long DEAD_MILLIS = 20_000;

  /** Until then a change is told, but for a fault: what is around it is shown. */
  private static final long SOON_MILLIS = 5_000;

  private final Case run;
  private final Map<Long, List<Presence>> byUser = new HashMap<>();

  ChangeJudge(Case run) {
    this.run = run;
  }

  /** When a connection was in which rooms, and which changes it was told of. */
  private static final class Presence {
    private final ConnectionHistory connection;
    private final Map<Long, Long> joinedMillis = new HashMap<>();
    private final Map<Long, Long> gotMillis = new HashMap<>();
    private final Map<Long, Long> deletedMillis = new HashMap<>();
    private final Set<Long> restored = new HashSet<>();
    private long closedMillis = Long.MAX_VALUE;

    Presence(ConnectionHistory connection) {
      this.connection = connection;
      connection.forEach(this::entry);
    }

    private void entry(
        int index,
        long millis,
        EntryKind kind,
        long conversation,
        long first,
        long second,
        long third) {
      switch (kind) {
        case JOINED -> joinedMillis.putIfAbsent(conversation, millis);
        case NEW_MESSAGE -> gotMillis.put(second, millis);
        case DELETED -> deletedMillis.put(second, millis);
        case RESTORED -> restored.add(second);
        case CLOSED -> closedMillis = millis;
        default -> {}
      }
    }

    boolean covers(Change change) {
      Long joined = joinedMillis.get(change.message().conversation());
      return joined != null
          && joined < change.askedMillis()
          && (closedMillis == Long.MAX_VALUE
              || closedMillis - change.answeredMillis() > DEAD_MILLIS);
    }

    /** For whoever has to find out why. */
    String whenItGot(Change change) {
      Long millis = gotMillis.get(change.message().id());
      return millis == null ? "never" : String.format(Locale.ROOT, "at %.1f s", millis / 1_000.0);
    }

    /**
     * Each message is deleted once: who is told that it was restored needs not know of that; and
     * who gets the message itself after it was restored gets it so.
     */
    boolean wasTold(Change change) {
      long id = change.message().id();
      return restored.contains(id)
          || (change.deleted() ? deletedMillis.containsKey(id) : gotAfter(change));
    }

    private boolean gotAfter(Change change) {
      Long got = gotMillis.get(change.message().id());
      return got != null
          && got >= change.askedMillis()
          && got >= deletedMillis.getOrDefault(change.message().id(), 0L);
    }
  }

  void judge() {
    for (ConnectionHistory connection : run.records().connections()) {
      byUser
          .computeIfAbsent(connection.user(), user -> new ArrayList<>())
          .add(new Presence(connection));
    }
    // Whether an unanswered request has changed something is not known: the next one may not tell.
    run.records().changes().stream().filter(change -> change.attempts() == 1).forEach(this::judge);
  }

  private static int firstAfter(ConnectionHistory connection, long time) {
    AtomicInteger first = new AtomicInteger(connection.size() - 1);
    connection.forEach(
        (index, millis, kind, conversation, one, two, three) -> {
          if (millis > time) {
            first.accumulateAndGet(index, Math::min);
          }
        });
    return first.get();
  }

  private void judge(Change change) {
    judge(change, change.message().sender());
    judge(change, change.message().receiver());
  }

  private void judge(Change change, long user) {
    for (Presence presence : byUser.getOrDefault(user, List.of())) {
      if (presence.covers(change) && !presence.wasTold(change)) {
        run.found(
            ViolationKind.CHANGE_NOT_TOLD,
            "a socket was not told that "
                + change.message()
                + (change.deleted() ? " was deleted" : " was restored")
                + String.format(
                    Locale.ROOT,
                    " between %.1f and %.1f s, and had got it %s",
                    change.askedMillis() / 1_000.0,
                    change.answeredMillis() / 1_000.0,
                    presence.whenItGot(change)),
            presence.connection,
            firstAfter(presence.connection, change.answeredMillis() + SOON_MILLIS),
            change.message().conversation());
      }
    }
  }
}
