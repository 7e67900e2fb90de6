package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the history of one connection: order, holes, doubles, strangers, read positions. */
final class ConnectionJudge {
  private final Case run;
  private final ConnectionHistory connection;
  private final Map<Long, RoomJudge> rooms = new HashMap<>();
  private final Map<String, Long> readUpTo = new HashMap<>();
  private final Map<Long, Told> lastTold = new HashMap<>();
  private final List<Long> sent = new ArrayList<>();
  private final Map<Long, Integer> acknowledgedAt = new HashMap<>();
  private final Set<Long> strange = new HashSet<>();
  private boolean closed;

  ConnectionJudge(Case run, ConnectionHistory connection) {
    this.run = run;
    this.connection = connection;
  }

  /** The last count that a user was told of a conversation. */
  private record Told(int index, long unread) {}

  void judge() {
    connection.forEach(this::entry);
    rooms.values().forEach(RoomJudge::end);
    judgeSendOrder();
    if (!closed && run.features().unread()) {
      lastTold.forEach(this::judgeTold);
    }
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
      case SENT -> {
        if (second == 1) {
          sent.add(first);
        }
      }
      case ACKNOWLEDGED -> {
        acknowledgedAt.putIfAbsent(third, index);
        answered(conversation, first);
      }
      case REPEATED -> answered(conversation, first);
      case CLOSED -> closed = true;
      case CONNECTED, SYNC_ASKED, SYNC_RESET, SYNCED -> {}
      default -> about(index, millis, kind, conversation, first, second, third);
    }
  }

  private void answered(long conversation, long seq) {
    if (seq == 1) {
      room(conversation).startedHere();
    }
  }

  private RoomJudge room(long conversation) {
    return rooms.computeIfAbsent(conversation, c -> new RoomJudge(run, connection, conversation));
  }

  private void about(
      int index,
      long millis,
      EntryKind kind,
      long conversation,
      long first,
      long second,
      long third) {
    if (!run.mayKnow(connection.user(), conversation)) {
      if (kind != EntryKind.JOIN_ASKED && strange.add(conversation)) {
        run.found(
            ViolationKind.WRONG_PERSON,
            "a user was told of conversation " + conversation + ", which is not his",
            connection,
            index,
            conversation);
      }
      return;
    }
    RoomJudge room = room(conversation);
    switch (kind) {
      case JOIN_ASKED -> room.joinAsked();
      case JOINED -> room.joined(index, first, second, third != 0);
      case CAUGHT_UP -> room.caughtUp(index, first, second);
      case NEW_MESSAGE -> room.newMessage(index, millis, first, second);
      case DELETED -> room.deleted(first);
      case RESYNC_REQUIRED -> room.resyncRequired();
      case READ -> judgeRead(index, conversation, first, second);
      case UPDATED -> lastTold.put(conversation, new Told(index, second));
      default -> {}
    }
  }

  private void judgeRead(int index, long conversation, long upTo, long reader) {
    if (!run.features().readPositions()) {
      return;
    }
    Long before = readUpTo.merge(conversation + "/" + reader, upTo, Math::max);
    if (before > upTo) {
      run.found(
          ViolationKind.READ_WENT_BACK,
          "user "
              + reader
              + " had read conversation "
              + conversation
              + " up to "
              + before
              + " and then only up to "
              + upTo,
          connection,
          index,
          conversation);
    }
  }

  private void judgeTold(long conversation, Told told) {
    StoredConversation stored = run.truth().conversations().get(conversation);
    if (stored == null) {
      return;
    }
    long unread = StoredJudge.unread(stored, connection.user());
    if (unread != told.unread()) {
      run.found(
          ViolationKind.UNREAD_WRONG,
          "user "
              + connection.user()
              + " has "
              + unread
              + " unread messages in conversation "
              + conversation
              + ", the last conversation_updated said "
              + told.unread(),
          connection,
          told.index(),
          conversation);
    }
  }

  /** Messages that were sent and acknowledged here once must have positions in the same order. */
  private void judgeSendOrder() {
    if (!run.features().seqs()) {
      return;
    }
    Map<Long, Outgoing> newest = new HashMap<>();
    for (long number : sent) {
      Outgoing message = run.records().sent().get((int) number);
      Integer index = acknowledgedAt.get(number);
      if (index == null || message.attempts() > 1) {
        continue;
      }
      Outgoing before = newest.put(message.conversation(), message);
      if (before != null && before.seq() > message.seq()) {
        run.found(
            ViolationKind.OUT_OF_ORDER,
            "a socket sent " + before + " before " + message,
            connection,
            index,
            message.conversation());
      }
    }
  }
}
