package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Truth.Stored;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Puts together what a device knows, from what came live and from what it caught up with, over all
 * of its connections, and compares that with the truth.
 */
final class DeviceJudge {
  private final Case run;
  private final List<ConnectionHistory> connections;

  /** By id; false if the device takes the message for deleted. */
  private final Map<Long, Map<Long, Boolean>> known = new HashMap<>();

  /**
   * @param connections of one device, in their order; at least one
   */
  DeviceJudge(Case run, List<ConnectionHistory> connections) {
    this.run = run;
    this.connections = List.copyOf(connections);
  }

  void judge() {
    connections.forEach(connection -> connection.forEach(this::entry));
    long user = connections.get(0).user();
    run.truth().conversations().values().stream()
        .filter(conversation -> conversation.has(user))
        .forEach(this::compare);
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
      case NEW_MESSAGE, CAUGHT_UP, RESTORED, SYNC_MESSAGE, SYNC_RESTORED ->
          of(conversation).put(second, true);
      case DELETED, SYNC_DELETED -> of(conversation).put(second, false);
      case OVERTAKEN -> of(conversation).put(second, third == 0);
      case SYNC_RESET -> known.clear();
      default -> {}
    }
  }

  private Map<Long, Boolean> of(long conversation) {
    return known.computeIfAbsent(conversation, c -> new HashMap<>());
  }

  private void compare(StoredConversation conversation) {
    Map<Long, Boolean> mine = of(conversation.id());
    long baseline = run.truth().baselineOf(conversation.id());
    Set<Long> there = new HashSet<>();
    for (Stored message : conversation.messages()) {
      there.add(message.id());
      boolean knows = mine.getOrDefault(message.id(), false);
      if (!knows && isOfTheRun(message, baseline) && isToBeKnown(message.id())) {
        found(
            ViolationKind.CATCH_UP_SKIPPED,
            "a device does not know " + message + "; of it, it heard" + heard(message),
            conversation.id(),
            message.seq());
        return; // one for a device and a conversation: the rest is seldom another fault
      }
    }
    for (Map.Entry<Long, Boolean> message : mine.entrySet()) {
      long id = message.getKey();
      if (message.getValue() && !there.contains(id) && !run.isKnownToBeLost(id)) {
        compareGone(conversation.id(), id);
      }
    }
  }

  private void compareGone(long conversation, long id) {
    if (!run.isChanged(id)) {
      found(
          ViolationKind.PHANTOM,
          "a device knows message " + id + ", which is not in the history",
          conversation,
          -1);
    } else if (isToBeKnown(id)) {
      found(
          ViolationKind.CATCH_UP_SKIPPED,
          "a device does not know that message " + id + " is deleted",
          conversation,
          -1);
    }
  }

  /** All that any connection was told of a message, and where what the device had was given up. */
  private String heard(Stored message) {
    var heard = new StringBuilder();
    for (ConnectionHistory connection : connections) {
      connection.forEach(
          (index, millis, kind, conversation, first, second, third) -> {
            boolean about =
                switch (kind) {
                  case NEW_MESSAGE,
                      CAUGHT_UP,
                      DELETED,
                      RESTORED,
                      OVERTAKEN,
                      SYNC_MESSAGE,
                      SYNC_DELETED,
                      SYNC_RESTORED ->
                      second == message.id();
                  case SYNC_RESET -> true;
                  default -> false;
                };
            if (about) {
              heard.append(String.format(Locale.ROOT, " %s at %.3f s;", kind, millis / 1_000.0));
            }
          });
    }
    return heard.toString();
  }

  private boolean isOfTheRun(Stored message, long baseline) {
    return run.features().seqs() ? message.seq() > baseline : run.isSent(message.content());
  }

  /** Without a catch-up by user, whoever was away learns nothing of deletes and restores. */
  private boolean isToBeKnown(long id) {
    return !run.isKnownToBeLost(id) && (run.features().sync() || !run.isChanged(id));
  }

  /** Shows the connection that has passed the position by. */
  private void found(ViolationKind kind, String sentence, long conversation, long seq) {
    ConnectionHistory shown = connections.get(connections.size() - 1);
    int index = shown.size() - 1;
    for (ConnectionHistory connection : connections) {
      int passed = passes(connection, conversation, seq);
      if (passed >= 0) {
        shown = connection;
        index = passed;
        break;
      }
    }
    run.found(kind, "in conversation " + conversation + " " + sentence, shown, index, conversation);
  }

  private static int passes(ConnectionHistory connection, long conversation, long seq) {
    int[] found = {-1};
    connection.forEach(
        (index, millis, kind, about, first, second, third) -> {
          boolean message =
              kind == EntryKind.NEW_MESSAGE
                  || kind == EntryKind.CAUGHT_UP
                  || kind == EntryKind.SYNC_MESSAGE;
          if (found[0] < 0 && seq >= 0 && message && about == conversation && first > seq) {
            found[0] = index;
          }
        });
    return found[0];
  }
}
