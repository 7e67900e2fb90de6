package io.parley.domain.contact;

/**
 * Which of a user's contact requests are meant.
 *
 * @since 0.1
 */
public enum RequestList {
  /** Those that wait for his answer. */
  PENDING,
  /** Those that he has sent, however they stand. */
  SENT,
  /** Those that he has sent or received, however they stand. */
  ALL
}
