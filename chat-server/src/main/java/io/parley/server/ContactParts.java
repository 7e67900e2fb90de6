package io.parley.server;

import io.parley.application.contact.AnswerRequest;
import io.parley.application.contact.BlockUser;
import io.parley.application.contact.Contacts;
import io.parley.application.contact.ListRequests;
import io.parley.application.contact.QuietNotifier;
import io.parley.application.contact.RequestContact;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.Silence;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.UserDirectory;
import java.time.Clock;
import java.util.Optional;

/**
 * Contact requests and blocks, or what stands in their place where there are none.
 *
 * @param useCases for the transports
 * @param silence between whom nothing passes
 * @param notifier for what users do inside of conversations
 */
record ContactParts(Optional<Contacts> useCases, Silence silence, ChatNotifier notifier) {

  /** Of a chat in which everybody writes to everybody. */
  static ContactParts none(ChatNotifier notifier) {
    return new ContactParts(Optional.empty(), Silence.none(), notifier);
  }

  /**
   * Of a chat in which users ask before they write.
   *
   * @param users whom a user may ask, or block
   * @param checkOnline knows nothing of blocks
   */
  static ContactParts of(
      Stores contacts,
      ChatStores stores,
      UserDirectory users,
      ChatNotifier notifier,
      CheckOnline checkOnline,
      Clock clock) {
    Silence silence = contacts.blocks()::between;
    return new ContactParts(
        Optional.of(
            new Contacts(
                new RequestContact(contacts.requests(), users, notifier),
                new AnswerRequest(contacts.requests(), notifier),
                new ListRequests(contacts.requests()),
                new BlockUser(
                    contacts.blocks(),
                    users,
                    stores.conversations(),
                    checkOnline,
                    notifier,
                    clock))),
        silence,
        new QuietNotifier(notifier, silence));
  }

  /** Where they are stored, beside the messages. */
  record Stores(ContactStore requests, BlockStore blocks) {}
}
