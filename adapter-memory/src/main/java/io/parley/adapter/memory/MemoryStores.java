package io.parley.adapter.memory;

import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import java.time.Clock;
import java.util.List;

/**
 * The stores over one state; lost with the process, otherwise as correct as any other.
 *
 * @since 0.1
 */
public record MemoryStores(
    MessageStore messages,
    MessageHistory history,
    MessageSearch search,
    MessageLog log,
    ConversationStore conversations,
    ReadReceiptStore receipts,
    ChangeFeed changes,
    UserDirectory users,
    ContactStore contacts,
    BlockStore blocks)
    implements ChatStores {

  /** Makes empty stores for some users. */
  public static MemoryStores of(User... users) {
    return create(new MemoryUserDirectory(List.of(users)), Clock.systemUTC());
  }

  /**
   * Makes empty stores.
   *
   * @param users asked in the thread that calls a store, so a slow directory makes a slow store
   * @param clock may go back; the times in the store do not
   */
  public static MemoryStores create(UserDirectory users, Clock clock) {
    ChatState state = new ChatState(clock);
    UserProfiles profiles = new UserProfiles(users);
    MessageHistory history = new MemoryMessageHistory(state, profiles);
    MessageLog log = new MemoryMessageLog(state);
    return new MemoryStores(
        new MemoryMessageStore(state, profiles),
        history,
        new MemoryMessageSearch(log, history),
        log,
        new MemoryConversationStore(state, profiles),
        new MemoryReadReceiptStore(state, profiles),
        new MemoryChangeFeed(state, profiles),
        users,
        new MemoryContactStore(state, profiles),
        new MemoryBlockStore(state, profiles));
  }
}
