package shop;

import io.parley.domain.event.ChatEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Hears of each message that was stored; whatever takes time belongs to another thread. */
@Component
class ChatLog {
  private final Queue<String> texts = new ConcurrentLinkedQueue<>();

  @EventListener
  void sent(ChatEvent.MessageSent event) {
    texts.add(event.message().content().text());
  }

  Queue<String> texts() {
    return texts;
  }
}
