package io.parley.adapter.memory;

import io.parley.domain.user.UserId;

/** Something that changed what is stored. */
sealed interface Happening {
  StoredConversation conversation();

  /** A message was stored. */
  record Sent(Place place) implements Happening {
    @Override
    public StoredConversation conversation() {
      return place.conversation();
    }
  }

  /** A conversation was begun without a message. */
  record Begun(StoredConversation conversation) implements Happening {}

  /** A message was deleted or restored. */
  record Changed(Place place) implements Happening {
    @Override
    public StoredConversation conversation() {
      return place.conversation();
    }
  }

  /** A participant has read on. */
  record Read(StoredConversation conversation, UserId reader) implements Happening {}
}
