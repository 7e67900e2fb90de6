package io.parley.bootstrap;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.application.contact.AnswerRequest;
import io.parley.application.contact.BlockUser;
import io.parley.application.contact.Contacts;
import io.parley.application.contact.ListRequests;
import io.parley.application.contact.QuietNotifier;
import io.parley.application.contact.RequestContact;
import io.parley.application.contact.RequestedContacts;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.Silence;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ContactPolicy;
import java.time.Clock;
import java.util.Optional;

/**
 * Contact requests and blocks, or what stands in their place where there are none.
 *
 * @param useCases for the transports
 * @param policy who may write to whom
 * @param silence between whom nothing passes
 * @param notifier for what users do inside of conversations
 */
record ContactParts(
    Optional<Contacts> useCases,
    Optional<ContactPolicy> policy,
    Silence silence,
    ChatNotifier notifier) {

  /** Of a service on which everybody writes to everybody. */
  static ContactParts none(ChatNotifier notifier) {
    return new ContactParts(Optional.empty(), Optional.empty(), Silence.none(), notifier);
  }

  /**
   * @param checkOnline knows nothing of blocks
   */
  static ContactParts of(
      PostgresStores stores,
      ChatNotifier notifier,
      CheckOnline checkOnline,
      Clock clock,
      Workers workers) {
    Silence silence = stores.blocks()::between;
    return new ContactParts(
        Optional.of(
            new Contacts(
                new RequestContact(stores.contacts(), stores.users(), notifier),
                new AnswerRequest(stores.contacts(), notifier),
                new ListRequests(stores.contacts()),
                new BlockUser(
                    stores.blocks(),
                    stores.users(),
                    stores.conversations(),
                    checkOnline,
                    notifier,
                    clock))),
        Optional.of(
            new RequestedContacts(stores.contacts(), workers.blocking(), workers.timer())),
        silence,
        new QuietNotifier(notifier, silence));
  }
}
