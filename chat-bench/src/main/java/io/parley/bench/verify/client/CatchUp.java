package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.verify.client.Reply.Outcome;
import io.parley.bench.verify.history.EntryKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a device gets to know what it has missed: by conversation, with the answers to its joins or
 * with pages of the history, or by user, with a cursor. Chance decides at each connection.
 */
final class CatchUp {
  private static final double BY_USER_SHARE = 0.5;
  private static final double REST_SHARE = 0.4;
  private static final int PAGE = 100;
  private static final int PAUSE_MIN_MILLIS = 200;
  private static final int PAUSE_MAX_MILLIS = 1_000;
  private static final int NOTHING_KNOWN = -1;

  private final Device device;
  private final Map<Long, Followed> followed = new LinkedHashMap<>();

  private @Nullable String cursor;
  private boolean byUser;
  private boolean listed;
  private boolean synced;
  private boolean busy;
  private long retryNanos;

  /** How often it has begun from nothing; what was asked before that settles nothing any more. */
  private int beginnings;

  CatchUp(Device device) {
    this.device = device;
  }

  private Scene scene() {
    return device.scene();
  }

  Collection<Followed> followed() {
    return followed.values();
  }

  /** Whether nothing is missing any more, as far as the device knows. */
  boolean isComplete() {
    return device.isConnected()
        && listed
        && synced
        && followed.values().stream().allMatch(Followed::isJoined);
  }

  /** The connection is new. */
  void connected() {
    byUser = scene().features().sync() && cursor != null && scene().chance(BY_USER_SHARE);
    begin();
    if (scene().features().sync() && cursor == null && !followed.isEmpty()) {
      forget(); // without a cursor there is no way to learn of changes to what it has
    }
  }

  /** Catches up once more, in every way that there is. */
  void again() {
    byUser = scene().features().sync() && cursor != null;
    begin();
  }

  private void begin() {
    listed = byUser;
    synced = !scene().features().sync() || (cursor != null && !byUser);
    busy = false;
    retryNanos = System.nanoTime();
    followed.values().forEach(one -> one.leave(scene().features().afterSeq() && !byUser));
  }

  /** Somebody has told of a conversation. */
  Followed follow(long conversation) {
    return followed.computeIfAbsent(
        conversation, id -> new Followed(id, scene().baselineOf(conversation)));
  }

  void live(long conversation, long seq) {
    if (!scene().features().seqs()) {
      return;
    }
    Followed one = followed.get(conversation);
    boolean waitsForCursor = byUser && !synced;
    if (one != null && !one.live(seq, !waitsForCursor) && scene().features().afterSeq()) {
      one.catchUpFrom(one.upTo());
    }
  }

  /** The server has left something out. */
  void resync(long conversation, long afterSeq) {
    scene().counts().resyncs++;
    Followed one = follow(conversation);
    one.catchUpFrom(Math.min(one.upTo(), afterSeq));
  }

  /** Does what is due, when the device is connected. */
  void tick(long now) {
    // What was read before there is a cursor could change unseen.
    boolean begins = scene().features().sync() && cursor == null;
    for (Followed one : List.copyOf(followed.values())) {
      if (!begins && one.isToBeJoined(now)) {
        join(one);
      }
    }
    if (busy || now - retryNanos < 0) {
      return;
    }
    if (!listed) {
      list(1);
    } else if (!synced
        && (!byUser || begins || followed.values().stream().allMatch(Followed::isJoined))) {
      sync();
    }
  }

  private void join(Followed one) {
    one.joining();
    long conversation = one.conversation();
    boolean after = one.joinsAfter() && scene().features().afterSeq();
    long afterSeq = after ? one.upTo() : NOTHING_KNOWN;
    int beginning = beginnings;
    device.write(EntryKind.JOIN_ASKED, conversation, afterSeq, 0, 0);
    device.ask(
        "join_conversation",
        "{\"conversationId\":" + conversation + (after ? ",\"afterSeq\":" + afterSeq : "") + "}",
        reply -> joined(one, afterSeq, beginning, reply));
  }

  private void joined(Followed one, long afterSeq, int beginning, Reply reply) {
    if (!reply.isOk() && beginning != beginnings) {
      return; // it is asked again anyway
    }
    if (!reply.isOk()) {
      if (reply.isRefusedForGood()) {
        scene().refused(device.user(), "joining conversation " + one.conversation(), reply);
        followed.remove(one.conversation());
      }
      one.retryAt(scene().inMillis(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS));
      return;
    }
    JsonNode data = reply.data();
    long lastSeq = data.path("lastSeq").asLong(NOTHING_KNOWN);
    boolean more = data.path("hasMore").asBoolean();
    device.write(EntryKind.JOINED, one.conversation(), lastSeq, afterSeq, more ? 1 : 0);
    long end = afterSeq;
    for (JsonNode message : data.path("messages")) {
      end = message.path("seq").asLong();
      device.writeMessage(EntryKind.CAUGHT_UP, one.conversation(), message);
    }
    if (beginning != beginnings) {
      return; // what was before afterSeq is given up
    }
    if (afterSeq < 0) {
      joinedWithoutMessages(one, lastSeq);
      return;
    }
    scene().counts().joins++;
    if (more) {
      one.pageUpTo(end);
    } else {
      one.caughtUp(Math.max(end, lastSeq));
    }
  }

  private void joinedWithoutMessages(Followed one, long lastSeq) {
    if (byUser) {
      one.joinedWithout(lastSeq);
    } else {
      page(one, lastSeq, 1);
    }
  }

  /** Reads the history from its beginning: that needs nothing that a server may lack. */
  private void page(Followed one, long lastSeq, int page) {
    int connection = device.connection();
    int beginning = beginnings;
    scene()
        .ask(
            device.user(),
            "GET",
            "/conversations/" + one.conversation() + "/messages?limit=" + PAGE + "&page=" + page,
            "",
            reply -> {
              if (connection != device.connection()
                  || !device.isConnected()
                  || beginning != beginnings) {
                return; // it begins anew
              }
              if (!reply.isOk()) {
                one.retryAt(scene().inMillis(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS));
                return;
              }
              for (JsonNode message : reply.data().path("messages")) {
                device.writeMessage(EntryKind.SYNC_MESSAGE, one.conversation(), message);
              }
              if (page < reply.data().path("totalPages").asInt()) {
                page(one, lastSeq, page + 1);
              } else {
                one.caughtUp(lastSeq);
              }
            });
  }

  /** Finds the conversations that began while the device was away. */
  private void list(int page) {
    busy = true;
    int connection = device.connection();
    scene()
        .ask(
            device.user(),
            "GET",
            "/conversations?limit=" + PAGE + "&page=" + page,
            "",
            reply -> {
              if (connection != device.connection()) {
                return;
              }
              busy = false;
              if (!reply.isOk()) {
                retryNanos = scene().inMillis(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS);
                return;
              }
              for (JsonNode conversation : reply.data().path("conversations")) {
                follow(conversation.path("id").asLong());
              }
              if (page < reply.data().path("totalPages").asInt()) {
                list(page + 1);
              } else {
                listed = true;
              }
            });
  }

  private void sync() {
    busy = true;
    int limit = 1 + scene().random().nextInt(PAGE);
    int connection = device.connection();
    device.write(EntryKind.SYNC_ASKED, 0, 0, 0, 0);
    if (scene().chance(REST_SHARE)) {
      String from = cursor == null ? "" : "&cursor=" + encoded(cursor);
      scene()
          .ask(
              device.user(),
              "GET",
              "/sync?limit=" + limit + from,
              "",
              reply -> synced(connection, reply));
    } else {
      String from = cursor == null ? "" : ",\"cursor\":\"" + cursor + "\"";
      device.ask("sync", "{\"limit\":" + limit + from + "}", reply -> synced(connection, reply));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void synced(int connection, Reply reply) {
    if (connection != device.connection() || !device.isConnected()) {
      return;
    }
    busy = false;
    if (reply.code().equals("resync_required")) {
      startOver();
    } else if (reply.isOk()) {
      take(reply.data());
    } else {
      if (reply.outcome() == Outcome.REFUSED) {
        scene().refused(device.user(), "sync", reply);
      }
      retryNanos = scene().inMillis(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS);
    }
  }

  /** The cursor cannot be honoured: what the device has is as good as nothing. */
  private void startOver() {
    scene().counts().resyncs++;
    cursor = null;
    begin();
    forget();
  }

  private void forget() {
    beginnings++;
    device.forget();
    followed.values().forEach(one -> one.catchUpFrom(scene().baselineOf(one.conversation())));
  }

  private void take(JsonNode page) {
    scene().counts().syncs++;
    for (JsonNode conversation : page.path("conversations")) {
      follow(conversation.path("id").asLong(conversation.path("conversationId").asLong()));
    }
    for (JsonNode message : page.path("messages")) {
      long conversation = SendErrand.conversationOf(message);
      device.writeMessage(EntryKind.SYNC_MESSAGE, conversation, message);
      if (byUser) {
        follow(conversation).syncedUpTo(message.path("seq").asLong());
      }
    }
    for (JsonNode message : page.path("deleted")) {
      device.writeMessage(EntryKind.SYNC_DELETED, SendErrand.conversationOf(message), message);
    }
    for (JsonNode message : page.path("restored")) {
      device.writeMessage(EntryKind.SYNC_RESTORED, SendErrand.conversationOf(message), message);
    }
    for (JsonNode read : page.path("reads")) {
      device.write(
          EntryKind.SYNC_READ,
          SendErrand.conversationOf(read),
          read.path("upTo").asLong(),
          read.path("userId").asLong(),
          0);
    }
    boolean more = page.path("hasMore").asBoolean();
    device.write(EntryKind.SYNCED, 0, page.path("messages").size(), more ? 1 : 0, 0);
    cursor = Objects.requireNonNull(page.path("nextCursor").asText());
    if (!more) {
      synced = true;
      if (byUser) {
        followed.values().stream().filter(Followed::isJoined).forEach(Followed::synced);
      }
    }
  }
}
