package io.parley.bench.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Conversations of others, by their ids, and listening for what comes of it. */
final class RoomGuessing implements Attack {
  private static final List<String> EVENTS =
      List.of("join_conversation", "typing", "stop_typing", "mark_as_read", "leave_conversation");

  private static final List<String> DISGUISES =
      List.of("%d", "\"%d\"", "%d.0", "[%d]", "{\"id\":%d}", "\" %d\"");

  @Override
  public String name() {
    return "room-guessing";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline)
      throws IOException, InterruptedException {
    List<Long> conversations = new ArrayList<>(target.conversations());
    conversations.add(target.prey().conversation());
    for (long number = 0; !deadline.hasPassed(); number++) {
      try (HostileSocket socket = HostileSocket.ofAttacker(target, tally, number);
          HostileConnection connection = target.open()) {
        for (long conversation : conversations) {
          if (!deadline.hasPassed()) {
            guess(socket, tally, conversation);
            ask(connection, tally, target.authorization(number), conversation);
          }
        }
        ask(connection, tally, target.authorization(number), target.prey());
        listen(socket, tally, deadline);
      }
    }
  }

  private static void guess(HostileSocket socket, Tally tally, long conversation)
      throws IOException {
    for (String event : EVENTS) {
      for (String disguise : DISGUISES) {
        String id = disguise.replace("%d", Long.toString(conversation));
        String payload = "{\"conversationId\":" + id + "}";
        tally.mustBeRefused(event + " " + payload, socket.ask(event, payload));
      }
    }
    String payload = "{\"conversationId\":" + conversation + ",\"afterSeq\":0}";
    tally.mustBeRefused("join " + payload, socket.ask("join_conversation", payload));
  }

  private static void ask(HostileConnection connection, Tally tally, String who, long conversation)
      throws IOException {
    String path = " /api/chat/conversations/" + conversation;
    for (String call : List.of("GET" + path + "/messages", "GET" + path + "/search?q=a")) {
      tally.mustBeRefused(call, connection.ask(call, who));
    }
    tally.mustBeRefused("read", connection.ask("PUT" + path + "/read", who));
  }

  private static void ask(HostileConnection connection, Tally tally, String who, Target.Prey prey)
      throws IOException {
    String path = " /api/chat/messages/" + prey.message();
    tally.mustBeRefused("delete", connection.ask("DELETE" + path, who));
    tally.mustBeRefused("restore", connection.ask("POST" + path + "/restore", who));
  }

  /** Nobody has written to the attacker: whatever he hears of a conversation is not for him. */
  private static void listen(HostileSocket socket, Tally tally, Deadline deadline)
      throws IOException {
    Answer heard = socket.listen(Math.max(1, Math.min(1_000, deadline.leftMillis())));
    while (!heard.text().isEmpty()) {
      if (heard.text().contains("conversationId")) {
        tally.granted("heard " + heard.text());
      }
      heard = socket.listen(1);
    }
  }
}
