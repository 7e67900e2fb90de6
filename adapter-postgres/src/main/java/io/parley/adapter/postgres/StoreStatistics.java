package io.parley.adapter.postgres;

import java.util.Optional;

/**
 * What the stores have at one moment, and have done since they were opened.
 *
 * @param waitingDrafts messages that wait for a writer
 * @param waitingCapacity how many may
 * @param standby empty without one
 */
public record StoreStatistics(int waitingDrafts, int waitingCapacity, Optional<Standby> standby) {
  /**
   * A standby of the database.
   *
   * @param usable whether it is asked at all: it answers, and follows the primary
   * @param answered reads that it has answered
   * @param passedOn reads that went to the primary, as it was away or behind
   */
  public record Standby(boolean usable, long answered, long passedOn) {}
}
