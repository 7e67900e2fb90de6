package io.parley.domain.error;

import java.util.Locale;

/**
 * The whole vocabulary of refusals and failures; the same code travels in REST bodies, Socket.IO
 * acknowledgements and {@code error} events.
 *
 * @since 0.1
 */
public enum ErrorCode {
  /** A value is missing, has the wrong type or breaks a bound. */
  INVALID_REQUEST(false),
  /** The credential is missing. */
  NO_TOKEN(false),
  /** The credential is malformed, expired, or not signed with an accepted key. */
  INVALID_TOKEN(false),
  /** The credential of a live connection has ended. */
  TOKEN_EXPIRED(false),
  /** The credential of a live connection was revoked. */
  TOKEN_REVOKED(false),
  /** The sender of a message is also its receiver. */
  MESSAGE_TO_SELF(false),
  /** The receiver is not a user of the host application. */
  RECEIVER_NOT_FOUND(false),
  /** The caller has a valid credential, but is not a user of the host application. */
  SENDER_NOT_FOUND(false),
  /** The caller may not write to the receiver. */
  CHAT_NOT_ALLOWED(false),
  /** The host application does not take this message. */
  MESSAGE_REFUSED(false),
  /** No such conversation, or the caller is not in it: the two are never told apart. */
  CONVERSATION_NOT_FOUND(false),
  /** No such message, or the caller is not in its conversation: the two are never told apart. */
  MESSAGE_NOT_FOUND(false),
  /** The caller is in the conversation, but did not write the message. */
  NOT_THE_AUTHOR(false),
  /** No such contact request, or the caller is none of the two: the two are never told apart. */
  REQUEST_NOT_FOUND(false),
  /** What was asked for is for the other user of the contact request to do. */
  NOT_YOUR_REQUEST(false),
  /** The contact request was accepted, rejected or cancelled before. */
  REQUEST_ANSWERED(false),
  /** One of the two users has asked the other for contact already. */
  REQUEST_PENDING(false),
  /** The two users may write to each other already. */
  ALREADY_IN_CONTACT(false),
  /** Nobody of the host application has this user id. */
  USER_NOT_FOUND(false),
  /** The client message id was used before, for a message with other content. */
  IDEMPOTENCY_CONFLICT(false),
  /** The caller does this too often. */
  RATE_LIMITED(true),
  /** The caller has as many of these as one may have at a time. */
  TOO_MANY(false),
  /** It cannot be said for certain what a client has missed: it reads everything anew. */
  RESYNC_REQUIRED(false),
  /**
   * The store did not answer in time; whether a write took place is unknown, repeat it as it is.
   */
  STORE_UNAVAILABLE(true);

  private final boolean retryable;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same request may succeed later without a change. */
  public boolean retryable() {
    return retryable;
  }

  /** The stable, machine-readable name: the constant in snake_case, such as {@code no_token}. */
  public String wireName() {
    return wireName;
  }
}
