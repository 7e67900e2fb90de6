package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.MessageLog.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the consumers of a {@link MessageLog} have come of which a cluster has one, and which
 * node runs them: whoever has claimed one, for a time. Durable, and the same for all nodes.
 * Thread-safe; blocks for one round trip, and throws {@link StoreUnavailableException} if there is
 * no answer.
 *
 * @since 0.1
 */
public interface ConsumerOffsets {
  /**
   * Claims a consumer for a node, or keeps the claim that the node has.
   *
   * @param consumer 1 to 64 characters
   * @param beginning where a consumer stands that is new
   * @param term for how long from now on, by the clock of the store
   * @return where it stands; empty while another node has it
   */
  Optional<Position> claim(String consumer, UUID node, Position beginning, Duration term);

  /**
   * Moves a consumer on.
   *
   * @return whether the node still has it; if not, nothing is moved
   */
  boolean move(String consumer, UUID node, Position to);

  /** Gives a consumer back, for others to claim at once; nothing if the node does not have it. */
  void release(String consumer, UUID node);

  /**
   * Puts a consumer somewhere else, and takes it from the node that has it: whoever claims it next
   * goes on from there.
   */
  void reset(String consumer, Position to);
}
