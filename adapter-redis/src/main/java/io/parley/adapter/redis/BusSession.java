package io.parley.adapter.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections to one server, or to all of a cluster, that live and die together. */
interface BusSession extends AutoCloseable {
  /**
   * Says who is told; to be called first.
   *
   * @param received gets a channel and what was published there
   * @param subscribed gets each channel whose subscription has taken effect
   * @param lost hears that the session is of no use any more, maybe several times, and why if that
   *     is known
   */
  void listen(
      BiConsumer<String, byte[]> received,
      Consumer<String> subscribed,
      Consumer<@Nullable Throwable> lost);

  /**
   * Publishes at the latest with the next {@link #flush}, to channels that may be nobody's.
   *
   * @return completes when the servers have it
   */
  CompletionStage<?> publish(List<String> channels, byte[] message);

  /** Sends what waits in one write. */
  void flush();

  void subscribe(Collection<String> channels);

  void unsubscribe(Collection<String> channels);

  /** Completes when all connections have answered to all that came before. */
  CompletionStage<?> ping();

  @Override
  void close();
}
