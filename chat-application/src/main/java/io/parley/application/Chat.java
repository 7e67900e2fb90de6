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
import io.parley.application.message.SendRules;
import io.parley.application.message.SendWithin;
import io.parley.application.presence.SignalTyping;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ContactPolicy;
import io.parley.domain.port.MessagePolicy;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import io.parley.domain.port.TransactionalAppend;
import java.time.Duration;
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
    var rules =
        new SendRules(
            builder.contactPolicy,
            builder.messagePolicy,
            builder.patience,
            builder.whenSilent,
            threads.timer());
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
    private ContactPolicy contactPolicy = ContactPolicy.open();
    private MessagePolicy messagePolicy = MessagePolicy.none();
    private Duration patience = SendRules.PATIENCE;
    private WhenSilent whenSilent = WhenSilent.REFUSE;
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

    /** Says who may write to whom; everybody to everybody by default. */
    public Builder contactPolicy(ContactPolicy policy) {
      contactPolicy = policy;
      return this;
    }

    /** Looks at each message before it is stored; one of which it says nothing is refused. */
    public Builder messagePolicy(MessagePolicy policy) {
      return messagePolicy(policy, WhenSilent.REFUSE);
    }

    /**
     * Looks at each message before it is stored.
     *
     * @param silent what becomes of a message of which it says nothing
     */
    public Builder messagePolicy(MessagePolicy policy, WhenSilent silent) {
      messagePolicy = policy;
      whenSilent = silent;
      return this;
    }

    /**
     * Sets how long either policy may take for a message; two seconds by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder policyDeadline(Duration longest) {
      if (longest.isNegative() || longest.isZero()) {
        throw new IllegalArgumentException("The deadline of the policies is to be positive");
      }
      patience = longest;
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
