package io.parley.adapter.rest;

/** The body of {@code GET /unread-count}. */
record UnreadCountResponse(boolean success, long unreadCount) {
  static UnreadCountResponse of(long unreadCount) {
    return new UnreadCountResponse(true, unreadCount);
  }
}
