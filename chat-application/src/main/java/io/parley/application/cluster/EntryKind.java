package io.parley.application.cluster;

import java.util.Optional;

/** What an entry of a frame is about; the codes are for ever. */
enum EntryKind {
  LOOK(1),
  MESSAGE_SENT(2),
  MESSAGE_DELETED(3),
  MESSAGE_RESTORED(4),
  MESSAGES_READ(5),
  CONVERSATION_UPDATED(6),
  FOLLOWING_CHANGED(7),
  TYPING_CHANGED(8),
  PRESENCE_CHANGED(9),
  UNCERTAIN(10),
  CONTACT_REQUEST_SENT(11),
  CONTACT_REQUEST_RECEIVED(12),
  CONTACT_REQUEST_ACCEPTED(13),
  CHANGED(14);

  private static final EntryKind[] KINDS = values();

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Optional<EntryKind> of(int code) {
    for (EntryKind kind : KINDS) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
