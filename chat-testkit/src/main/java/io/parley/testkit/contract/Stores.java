package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChatStores;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageSearch;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.DraftBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The stores of one adapter over the same data, with what tests often do with them.
 *
 * @since 0.1
 */
public record Stores(
    MessageStore messages,
    MessageHistory history,
    MessageSearch search,
    MessageLog log,
    ConversationStore conversations,
    ReadReceiptStore receipts,
    ChangeFeed changes,
    UserDirectory users) {

  private static final UserId TICKER = new UserId(19);
  private static final UserId LISTENER = new UserId(20);

  /** All stores of an adapter that has them in one. */
  public static Stores of(ChatStores stores) {
    return new Stores(
        stores.messages(),
        stores.history(),
        stores.search(),
        stores.log(),
        stores.conversations(),
        stores.receipts(),
        stores.changes(),
        stores.users());
  }

  /** Stores a message and waits for it. */
  public Message send(DraftBuilder draft) {
    return await(messages.append(draft.build())).message();
  }

  /** Stores messages from one user to another, each after the one before. */
  public List<Message> send(UserId sender, UserId receiver, String... texts) {
    return Stream.of(texts)
        .map(text -> send(aDraft().from(sender).to(receiver).saying(text)))
        .toList();
  }

  /** The message as it is now; it must exist. */
  public Message reload(MessageId message) {
    return history.findAll(List.of(message)).get(0);
  }

  /** Every undeleted message of a conversation, oldest first. */
  public List<Message> all(ConversationId conversation) {
    List<Message> all = new ArrayList<>();
    Sequence position = Sequence.NONE;
    MessageHistory.Slice slice;
    do {
      slice = history.after(conversation, position, PageRequest.MAX_LIMIT);
      if (slice.messages().isEmpty() && slice.hasMore()) {
        throw new AssertionError("nothing follows " + position + ", and yet there is more");
      }
      all.addAll(slice.messages());
      position = all.isEmpty() ? position : all.get(all.size() - 1).sequence();
    } while (slice.hasMore());
    return all;
  }

  /** These stores with another search over them. */
  public Stores with(MessageSearch other) {
    return new Stores(messages, history, other, log, conversations, receipts, changes, users);
  }

  /** The first hundred messages of a conversation that contain a text. */
  public Page<Message> search(ConversationId conversation, String text) {
    return search.search(
        new InConversation(conversation), new SearchText(text), new PageRequest(1, 100));
  }

  /** The first hundred messages of a user's conversations that contain a text. */
  public Page<Message> search(UserId user, String text) {
    return search.search(new InAllOf(user), new SearchText(text), new PageRequest(1, 100));
  }

  /** The first hundred conversations of a user. */
  public List<InboxEntry> inbox(UserId user) {
    return conversations.inbox(user, new PageRequest(1, PageRequest.MAX_LIMIT)).items();
  }

  /** Returns once the store gives later times than before; two bystanders talk until then. */
  public void tick() {
    DraftBuilder draft = aDraft().from(TICKER).to(LISTENER).saying("tick");
    long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
    Instant before = send(draft).createdAt();
    while (!send(draft).createdAt().isAfter(before)) {
      if (System.nanoTime() - giveUpAt > 0) {
        throw new AssertionError("the time of the store stands still at " + before);
      }
    }
  }
}
