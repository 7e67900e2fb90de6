package io.parley.bootstrap;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.application.contact.AnswerRequest;
import io.parley.application.contact.BlockUser;
import io.parley.application.contact.Contacts;
import io.parley.application.contact.ListRequests;
import io.parley.application.contact.QuietNotifier;
import io.parley.application.contact.RequestContact;
import io.parley.application.contact.RequestedContacts;
import io.parley.application.message.SendRules;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.Silence;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.MessagePolicy;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Contact requests and blocks, or what stands in their place where there are none.
 *
 * @param useCases for the transports
 * @param rules who may write to whom
 * @param silence between whom nothing passes
 * @param notifier for what users do inside of conversations
 */
record ContactParts(
    Optional<Contacts> useCases,
    Optional<SendRules> rules,
    Silence silence,
    ChatNotifier notifier) {

  /** Longer than the policy's own patience, which has the better reason to tell. */
  private static final Duration PATIENCE = RequestedContacts.PATIENCE.plusSeconds(1);

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
            new SendRules(
                new RequestedContacts(stores.contacts(), workers.blocking(), workers.timer()),
                MessagePolicy.none(),
                PATIENCE,
                WhenSilent.REFUSE,
                workers.timer())),
        silence,
        new QuietNotifier(notifier, silence));
  }
}
