package io.parley.bench.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;

/** SQL, LIKE patterns, queries of an index, JSON, templates and paths in every field. */
final class Injection implements Attack {
  private static final List<String> PAYLOADS =
      List.of(
          "' OR '1'='1",
          "1 OR 1=1",
          "1; DROP TABLE chat.messages; --",
          "') UNION SELECT content FROM chat.messages --",
          "1)) OR pg_sleep(5) IS NULL --",
          "$$; SELECT 1; $$",
          "%",
          "_",
          "%%%' ESCAPE '%",
          "\\",
          "\\%",
          "\\'; --",
          "*:*",
          "content:[* TO *]",
          "/.*/",
          "canary*~2 OR *",
          "${jndi:ldap://127.0.0.1:9/a}",
          "{{7*7}}${7*7}<%= 7*7 %>",
          "\"}],[{\"",
          "\",\"receiverId\":1,\"x\":\"",
          "{\"$gt\":\"\"}",
          "../../../../etc/passwd",
          "..%2f..%2f..%2fetc%2fpasswd",
          "<script>alert(1)</script>",
          "\u0000",
          "\ud83d\ude00\u202e\ufeff");

  /** {} is where the payload goes, OWN the attacker's conversation: here no id may be accepted. */
  private static final List<String> BY_ID =
      List.of(
          "GET /api/chat/conversations/{}/messages",
          "GET /api/chat/conversations/{}/search?q=a",
          "PUT /api/chat/conversations/{}/read",
          "DELETE /api/chat/messages/{}",
          "POST /api/chat/messages/{}/restore");

  private static final List<String> BY_QUERY =
      List.of(
          "GET /api/chat/conversations?page={}&limit={}",
          "GET /api/chat/conversations/OWN/messages?before={}",
          "GET /api/chat/conversations/OWN/messages?after={}&limit={}",
          "GET /api/chat/conversations/OWN/search?q={}",
          "GET /api/chat/search?q={}&page={}&limit={}",
          "GET /api/chat/sync?cursor={}&limit={}",
          "GET /socket.io/?EIO=4&transport=polling&sid={}",
          "GET /socket.io/?EIO={}&transport={}");

  private static final List<String> BODIES =
      List.of(
          "POST /api/chat/send {\"receiverId\":{},\"content\":\"a\"}",
          "POST /api/chat/send {\"receiverId\":OTHER,\"content\":{}}",
          "POST /api/chat/send {\"receiverId\":OTHER,\"content\":\"a\",\"attachmentUrl\":{}}",
          "POST /api/chat/send {\"receiverId\":OTHER,\"content\":\"a\",\"clientMessageId\":{}}",
          "POST /api/chat/send {\"receiverId\":OTHER,\"content\":\"a\",{}:1}",
          "PUT /api/chat/conversations/OWN/read {\"upTo\":{}}");

  private static final List<String> EVENTS =
      List.of(
          "join_conversation {\"conversationId\":{}}",
          "join_conversation {\"conversationId\":OWN,\"afterSeq\":{}}",
          "leave_conversation {\"conversationId\":{}}",
          "typing {\"conversationId\":{}}",
          "stop_typing {\"conversationId\":{}}",
          "mark_as_read {\"conversationId\":{}}",
          "mark_as_read {\"conversationId\":OWN,\"upTo\":{}}",
          "send_message {\"receiverId\":{},\"content\":\"a\"}",
          "send_message {\"receiverId\":OTHER,\"content\":{}}",
          "send_message {\"receiverId\":OTHER,\"conversationId\":{},\"content\":\"a\"}",
          "send_message {\"receiverId\":OTHER,\"content\":\"a\",\"attachmentUrl\":{}}",
          "send_message {\"receiverId\":OTHER,\"content\":\"a\",\"clientMessageId\":{}}",
          "check_online {\"userIds\":[{}]}",
          "check_online {\"userIds\":{}}",
          "sync {\"cursor\":{}}",
          "refresh_token {\"token\":{}}");

  @Override
  public String name() {
    return "injection";
  }

  @Override
  public void run(Target target, Tally tally, Deadline deadline) throws IOException {
    for (long number = 0; !deadline.hasPassed(); number++) {
      String payload = PAYLOADS.get((int) (number % PAYLOADS.size()));
      try (HostileConnection connection = target.open();
          HostileSocket socket = HostileSocket.ofAttacker(target, tally, number)) {
        new Round(target, tally, deadline, number, payload).run(connection, socket);
      }
    }
  }

  /** One payload in every field, by one attacker. */
  private record Round(Target target, Tally tally, Deadline deadline, long number, String payload) {

    void run(HostileConnection connection, HostileSocket socket) throws IOException {
      String other = Long.toString(target.attacker(number + 1));
      String own = ownConversation(connection, other);
      for (String call : BY_ID) {
        if (!deadline.hasPassed()) {
          tally.mustBeRefused(
              call + " " + payload, connection.ask(filled(call, url()), authorization()));
        }
      }
      for (String call : BY_QUERY) {
        if (!deadline.hasPassed()) {
          tally.answered(
              call + " " + payload,
              connection.ask(filled(call.replace("OWN", own), url()), authorization()));
        }
      }
      for (String call : BODIES) {
        if (!deadline.hasPassed()) {
          body(connection, call.replace("OWN", own).replace("OTHER", other));
        }
      }
      for (String event : EVENTS) {
        if (!deadline.hasPassed()) {
          int space = event.indexOf(' ');
          String arguments =
              filled(event.substring(space + 1), json())
                  .replace("OWN", own)
                  .replace("OTHER", other);
          tally.answered(event + " " + payload, socket.ask(event.substring(0, space), arguments));
        }
      }
    }

    /** Written to once, so that there is one. */
    private String ownConversation(HostileConnection connection, String other) throws IOException {
      Answer sent =
          connection.ask(
              "POST /api/chat/send",
              authorization(),
              ("{\"receiverId\":" + other + ",\"content\":\"hello\"}").getBytes(UTF_8));
      String text = sent.text();
      int at = text.indexOf("\"conversation_id\":") + "\"conversation_id\":".length();
      int end = at;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
      return end == at ? "1" : text.substring(at, end);
    }

    private void body(HostileConnection connection, String call) throws IOException {
      int space = call.indexOf(" {");
      tally.answered(
          call + " " + payload,
          connection.ask(
              call.substring(0, space),
              authorization(),
              filled(call.substring(space + 1), json()).getBytes(UTF_8)));
    }

    private static String filled(String template, String with) {
      return template.replace("{}", with);
    }

    private String url() {
      return URLEncoder.encode(payload, UTF_8).replace("+", "%20");
    }

    private String json() {
      String escaped = payload.replace("\\", "\\\\").replace("\"", "\\\"");
      return "\"" + escaped.replace("\u0000", "\\u0000") + "\"";
    }

    private String authorization() {
      return target.authorization(number) + "Content-Type: application/json\r\n";
    }
  }
}
