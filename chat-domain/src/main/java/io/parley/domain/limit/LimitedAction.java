package io.parley.domain.limit;

/**
 * What users do, as far as there are limits of their own for it.
 *
 * @since 0.1
 */
public enum LimitedAction {
  /** Opens a connection for live events. */
  CONNECT,
  /** Sends a message. */
  SEND,
  /** Begins or ceases to type. */
  TYPING,
  /** Begins or ceases to follow a conversation. */
  JOIN,
  /** Searches. */
  SEARCH,
  /** Asks others for contact. */
  CONTACT,
  /** Anything else. */
  OTHER
}
