package io.parley.bench.verify.history;

import java.util.Locale;

/** What an entry of a {@link ConnectionHistory} is about, and what its numbers mean. */
public enum EntryKind {
  CONNECTED,
  JOIN_ASKED("afterSeq"),
  JOINED("lastSeq afterSeq hasMore"),
  /** A message of the answer to a join; follows {@link #JOINED}. */
  CAUGHT_UP("seq id sender"),
  NEW_MESSAGE("seq id sender"),
  NOTIFIED("seq id sender"),
  READ("upTo reader"),
  DELETED("seq id"),
  RESTORED("seq id"),
  /** What was told before this of a message is older than what the device knows of it. */
  OVERTAKEN("seq id deleted"),
  UPDATED("lastSeq unread"),
  RESYNC_REQUIRED("afterSeq"),
  SENT("number attempt"),
  ACKNOWLEDGED("seq id number"),
  /** A message that was acknowledged before, maybe elsewhere, was sent again and acknowledged. */
  REPEATED("seq id number"),
  SYNC_ASKED,
  /** The cursor was of no use any more: the device has thrown away what it had. */
  SYNC_RESET,
  /** A message of a page by the user, not by the conversation. */
  SYNC_MESSAGE("seq id sender"),
  SYNC_DELETED("seq id"),
  SYNC_RESTORED("seq id sender"),
  SYNC_READ("upTo reader"),
  SYNCED("messages hasMore"),
  CLOSED;

  /** Of the numbers, separated by blanks. */
  private final String names;

  EntryKind() {
    this("");
  }

  EntryKind(String names) {
    this.names = names;
  }

  /** The entry for a person to read. */
  String describe(long conversation, long first, long second, long third) {
    long[] values = {first, second, third};
    StringBuilder text = new StringBuilder(name().toLowerCase(Locale.ROOT));
    if (conversation > 0) {
      text.append(" conversation=").append(conversation);
    }
    int i = 0;
    for (String name : names.split(" ", -1)) {
      if (!name.isEmpty()) {
        text.append(' ').append(name).append('=').append(values[i++]);
      }
    }
    return text.toString();
  }
}
