package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.verify.history.Truth;
import io.parley.bench.verify.history.Truth.Inbox;
import io.parley.bench.verify.history.Truth.Stored;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads over REST what the server has, page by page. */
public final class TruthReader {
  private static final int PAGE = 100;

  private final RestClient rest;
  private final int users;
  private final boolean unread;

  /**
   * @param users from 1 on
   * @param unread whether the server counts what is unread
   */
  public TruthReader(RestClient rest, int users, boolean unread) {
    this.rest = rest;
    this.users = users;
    this.unread = unread;
  }

  /** The last positions of all conversations that exist. */
  public Map<Long, Long> positions() throws InterruptedException {
    Map<Long, Long> positions = new HashMap<>();
    for (long user = 1; user <= users; user++) {
      for (JsonNode conversation : conversations(user)) {
        positions.put(conversation.path("id").asLong(), conversation.path("last_seq").asLong());
      }
    }
    return positions;
  }

  /** Everything there is. */
  public Truth read(Map<Long, Long> baseline) throws InterruptedException {
    Map<Long, StoredConversation> stored = new HashMap<>();
    Map<Long, Inbox> inboxes = new HashMap<>();
    for (long user = 1; user <= users; user++) {
      Map<Long, Long> listed = new HashMap<>();
      for (JsonNode conversation : conversations(user)) {
        long id = conversation.path("id").asLong();
        listed.put(id, conversation.path("unread_count").asLong());
        if (!stored.containsKey(id)) {
          stored.put(id, conversation(user, conversation));
        }
      }
      if (unread) {
        inboxes.put(user, inbox(user, listed));
      }
    }
    return new Truth(stored, inboxes, baseline);
  }

  private List<JsonNode> conversations(long user) throws InterruptedException {
    return pages(user, "/conversations?", "conversations");
  }

  private List<JsonNode> pages(long user, String path, String list) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode data = rest.read(user, path + "limit=" + PAGE + "&page=" + page).path("data");
      data.path(list).forEach(all::add);
      pages = data.path("totalPages").asInt();
    }
    return all;
  }

  private StoredConversation conversation(long user, JsonNode conversation)
      throws InterruptedException {
    long id = conversation.path("id").asLong();
    List<Stored> messages = new ArrayList<>();
    for (JsonNode message : pages(user, "/conversations/" + id + "/messages?", "messages")) {
      JsonNode clientId = message.path("client_message_id");
      messages.add(
          new Stored(
              message.path("id").asLong(),
              message.path("seq").asLong(-1),
              message.path("sender_id").asLong(),
              message.path("receiver_id").asLong(),
              message.path("content").asText(),
              clientId.isTextual() ? clientId.textValue() : null,
              message.path("is_read").asBoolean()));
    }
    return new StoredConversation(
        id,
        conversation.path("participant_1_id").asLong(),
        conversation.path("participant_2_id").asLong(),
        conversation.path("last_seq").asLong(),
        List.copyOf(messages));
  }

  private Inbox inbox(long user, Map<Long, Long> listed) throws InterruptedException {
    Map<Long, Long> waiting = new HashMap<>();
    for (JsonNode entry : rest.read(user, "/unread").path("data")) {
      waiting.put(entry.path("conversationId").asLong(), entry.path("unreadCount").asLong());
    }
    long total = rest.read(user, "/unread-count").path("unreadCount").asLong();
    return new Inbox(total, waiting, Map.copyOf(listed));
  }
}
