package io.parley.examples.push;

import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChatNotifier;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts each new message to a push service, which knows the receiver's phones: a form with {@code
 * to}, {@code from} and {@code conversation}. Best effort, as every notifier: what the service does
 * not take in time, or what does not fit into the queue, is lost, and counted. The text of the
 * message stays here.
 */
public final class PushNotifier implements ChatNotifier, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PushNotifier.class.getName());
  private static final int WAITING = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI service;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final AtomicLong lost = new AtomicLong();
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          PushNotifier::named,
          (task, executor) -> lost.incrementAndGet());

  /**
   * @param service takes a POST for each message
   */
  public PushNotifier(URI service) {
    this.service = service;
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "chat-push");
    thread.setDaemon(true);
    return thread;
  }

  /** Called by the thread that has stored the message: it only puts the message into the queue. */
  @Override
  public void publish(ChatEvent event) {
    if (event instanceof MessageSent sent) {
      sender.execute(() -> post(sent.message()));
    }
  }

  private void post(Message message) {
    HttpRequest request =
        HttpRequest.newBuilder(service)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(message)))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        lose("The push service answers " + status);
      }
    } catch (IOException e) {
      lose("The push service does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lost.incrementAndGet();
    }
  }

  private static String form(Message message) {
    return "to=%d&from=%s&conversation=%d"
        .formatted(
            message.receiver().id().value(),
            URLEncoder.encode(message.sender().name(), StandardCharsets.UTF_8),
            message.conversation().value());
  }

  private void lose(String reason) {
    lost.incrementAndGet();
    LOG.log(Level.WARNING, reason);
  }

  /** How many messages the service was not told of. */
  public long lost() {
    return lost.get();
  }

  /** Ends the thread; what waits is lost. */
  @Override
  public void close() {
    lost.addAndGet(sender.shutdownNow().size());
  }
}
