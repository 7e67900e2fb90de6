package io.parley.application;

import static io.parley.testkit.fixture.Await.await;

import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.application.conversation.ConversationAccess;
import io.parley.domain.message.Message;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import io.parley.testkit.fixture.DraftBuilder;
import io.parley.testkit.fixture.Fixture;
import io.parley.testkit.fixture.RecordingNotifier;
import java.time.Clock;

/** A chat in memory, whose announcements are recorded. */
public final class TestChat {
  private final MemoryStores stores;
  private final ConversationAccess access;
  private final RecordingNotifier notifier = new RecordingNotifier();

  public TestChat() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock dates the messages
   */
  public TestChat(Clock clock) {
    this.stores = MemoryStores.create(new MemoryUserDirectory(Fixture.users()), clock);
    this.access = new ConversationAccess(stores.conversations());
  }

  public MessageStore messages() {
    return stores.messages();
  }

  public MessageSearch search() {
    return stores.search();
  }

  public MessageHistory history() {
    return stores.history();
  }

  public ConversationStore conversations() {
    return stores.conversations();
  }

  public ReadReceiptStore receipts() {
    return stores.receipts();
  }

  public ContactStore contacts() {
    return stores.contacts();
  }

  public BlockStore blocks() {
    return stores.blocks();
  }

  public UserDirectory users() {
    return stores.users();
  }

  public MessageLog log() {
    return stores.log();
  }

  public RecordingNotifier notifier() {
    return notifier;
  }

  public ConversationAccess access() {
    return access;
  }

  /** Stores a message that nobody is told of. */
  public Message given(DraftBuilder draft) {
    return await(stores.messages().append(draft.build())).message();
  }
}
