package io.parley.application;

import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.ListConversations;
import io.parley.application.delivery.OrderedDelivery;
import io.parley.application.delivery.Reach;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.message.SendPolicies;
import io.parley.application.message.SendRules;
import io.parley.application.message.SendWithin;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.LocalConnections;
import io.parley.application.presence.Presence;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.PresenceRegistry;
import io.parley.domain.port.TransactionalAppend;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * A chat inside of another application: the use cases over one store, and, for listeners, what
 * happens. It holds two threads at most, and nothing static: several chats know nothing of each
 * other. Thread-safe.
 *
 * <pre>{@code
 * try (Chat chat = Chat.on(stores).listener(event -> show(event)).open()) {
 *   chat.sendMessage().send(MessageDraft.of(alice, bob, "Hello"));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Chat implements AutoCloseable {
  private final ChatThreads threads;
  private final ChatNotifier notifier;
  private final SendMessage sendMessage;
  private final DeleteMessage deleteMessage;
  private final ReadHistory readHistory;
  private final SearchMessages searchMessages;
  private final ListConversations listConversations;
  private final FollowConversation followConversation;
  private final MarkRead markRead;
  private final ListUnread listUnread;
  private final CatchUp catchUp;
  private final SignalTyping signalTyping;
  private final Optional<Presence> presence;

  private Chat(Builder builder) {
    ChatStores stores = builder.stores;
    this.threads = new ChatThreads(builder.threads);
    this.notifier =
        new OrderedDelivery(
            new Listeners(builder.listeners),
            stores.conversations(),
            stores.history(),
            Reach.whole(),
            System::nanoTime,
            threads.worker(),
            threads.timer());
    var access = new ConversationAccess(stores.conversations());
    var rules = new SendRules(builder.policies, threads.timer());
    this.sendMessage = new SendMessage(stores.messages(), notifier, Optional.of(rules));
    this.deleteMessage = new DeleteMessage(stores.history(), stores.messages(), notifier);
    this.readHistory = new ReadHistory(access, stores.shownHistory());
    this.searchMessages = new SearchMessages(access, stores.search());
    this.listConversations = new ListConversations(stores.shownConversations());
    this.followConversation =
        new FollowConversation(access, stores.conversations(), stores.history(), notifier);
    this.markRead = new MarkRead(stores.receipts(), notifier);
    this.listUnread = new ListUnread(stores.receipts());
    this.catchUp = new CatchUp(stores.changes());
    this.signalTyping = new SignalTyping(access, notifier);
    this.presence = builder.registry.map(registry -> presence(registry, stores));
  }

  private Presence presence(PresenceRegistry registry, ChatStores stores) {
    var here = new LocalConnections();
    var track =
        new TrackPresence(
            here,
            registry,
            stores.conversations(),
            notifier,
            Clock.systemUTC(),
            TrackPresence.USUAL_GRACE,
            threads.timer(),
            threads.worker());
    track.start(() -> {}); // what an ended node did last, sync finds
    return new Presence(track, new CheckOnline(here, registry));
  }

  /**
   * Begins to build a chat.
   *
   * @param stores stay open when the chat is closed
   */
  public static Builder on(ChatStores stores) {
    return new Builder(stores);
  }

  public SendMessage sendMessage() {
    return sendMessage;
  }

  /**
   * Sends within transactions of the application.
   *
   * @param store of the stores that the chat is on
   */
  public <T> SendWithin<T> sendWithin(TransactionalAppend<T> store) {
    return new SendWithin<>(store, notifier);
  }

  public DeleteMessage deleteMessage() {
    return deleteMessage;
  }

  public ReadHistory readHistory() {
    return readHistory;
  }

  public SearchMessages searchMessages() {
    return searchMessages;
  }

  public ListConversations listConversations() {
    return listConversations;
  }

  public FollowConversation followConversation() {
    return followConversation;
  }

  public MarkRead markRead() {
    return markRead;
  }

  public ListUnread listUnread() {
    return listUnread;
  }

  public CatchUp catchUp() {
    return catchUp;
  }

  public SignalTyping signalTyping() {
    return signalTyping;
  }

  /**
   * Who is there: the application says it, and may ask.
   *
   * @throws IllegalStateException if the chat was opened without {@link Builder#presence}
   */
  public Presence presence() {
    return presence.orElseThrow(
        () -> new IllegalStateException("The chat was opened without a registry of presence"));
  }

  /**
   * Ends the threads. What is stored afterwards is announced still; what would have to be looked up
   * in the store before is not.
   */
  @Override
  public void close() {
    threads.close();
  }

  /** What a chat is made of. */
  public static final class Builder {
    private final ChatStores stores;
    private final List<ChatNotifier> listeners = new ArrayList<>();
    private SendPolicies policies = SendPolicies.none();
    private Optional<PresenceRegistry> registry = Optional.empty();
    private ThreadFactory threads = ChatThreads.named();

    private Builder(ChatStores stores) {
      this.stores = stores;
    }

    /**
     * Adds somebody who is told what happens, after it is stored: the messages of a conversation in
     * sequence, each once.
     *
     * @param listener is called by the thread that has stored, and must not block; what it throws
     *     is logged
     */
    public Builder listener(ChatNotifier listener) {
      listeners.add(listener);
      return this;
    }

    /** The rules that are asked before a message is stored; none by default. */
    public Builder policies(SendPolicies rules) {
      policies = rules;
      return this;
    }

    /**
     * Lets the application say who is there. Listeners are told of a user who comes, or has been
     * gone for {@link TrackPresence#USUAL_GRACE}, if somebody is there who shares a conversation
     * with him. Without it nothing of that is done.
     *
     * @param whoIsWhere of this process alone, or what it shares with others; keeps the second
     *     thread busy for a moment, every few seconds
     */
    public Builder presence(PresenceRegistry whoIsWhere) {
      registry = Optional.of(whoIsWhere);
      return this;
    }

    /**
     * Makes the two threads: one for times, from the beginning, and one that waits for the store
     * when something is to be looked up. By default daemons by the names of chat-1 and chat-2.
     */
    public Builder threads(ThreadFactory factory) {
      threads = factory;
      return this;
    }

    public Chat open() {
      return new Chat(this);
    }
  }
}
