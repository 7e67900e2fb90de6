package io.parley.adapter.memory;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The writing half; an append is complete when the method returns, or soon after. */
final class MemoryMessageStore implements MessageStore {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryMessageStore(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
    return answer(draft, Optional.empty(), onStored);
  }

  @Override
  public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
    return answer(draft, Optional.of(refusal), first -> {});
  }

  private CompletionStage<Appended> answer(
      MessageDraft draft, Optional<ChatException> refusal, Consumer<Appended> onStored) {
    CompletableFuture<Appended> stored = new CompletableFuture<>();
    // chained before anything can complete it, so that it runs where and when it is completed
    CompletionStage<Appended> answer =
        stored.thenApply(
            appended -> {
              onStored.accept(appended);
              return appended;
            });
    try {
      store(draft, refusal, stored);
    } catch (RuntimeException failure) {
      stored.completeExceptionally(failure);
    }
    return answer;
  }

  private void store(
      MessageDraft draft, Optional<ChatException> refusal, CompletableFuture<Appended> stored) {
    Map<UserId, User> users = profiles.find(Set.of(draft.sender(), draft.receiver()));
    StoredConversation conversation;
    synchronized (state) {
      Optional<Place> earlier = state.earlier(draft);
      if (earlier.isEmpty() && refusal.isPresent()) {
        throw refusal.get();
      }
      Place place = earlier.isPresent() ? earlier.get() : appendNew(draft, users);
      conversation = place.conversation();
      Appended appended =
          new Appended(
              place.snapshot().withUsers(users), earlier.isPresent(), conversation.state());
      if (!draft.isRepeatOf(appended.message())) {
        throw new ChatException(
            ErrorCode.IDEMPOTENCY_CONFLICT, "clientMessageId belongs to another message");
      }
      conversation.completions().add(() -> stored.complete(appended));
    }
    conversation.completions().run();
  }

  private Place appendNew(MessageDraft draft, Map<UserId, User> users) {
    User.requireBoth(users.keySet(), draft.sender(), draft.receiver());
    Optional<StoredConversation> theirs = state.conversation(draft.participants());
    if (draft.conversation().isPresent()
        && !draft.conversation().equals(theirs.map(StoredConversation::id))) {
      throw Conversation.notFound();
    }
    return state.append(draft);
  }

  @Override
  public Changed delete(MessageId message) {
    return change(message, false);
  }

  @Override
  public Changed restore(MessageId message) {
    return change(message, true);
  }

  private Changed change(MessageId id, boolean restore) {
    MessageSnapshot snapshot;
    boolean changed;
    ConversationState after;
    synchronized (state) {
      Place place = state.requireMessage(id);
      changed = place.message().isDeleted() == restore;
      if (changed) {
        if (restore) {
          state.restore(place);
        } else {
          state.delete(place);
        }
      }
      snapshot = place.snapshot();
      after = place.conversation().state();
    }
    return new Changed(profiles.complete(snapshot), changed, after);
  }
}
