package io.parley.adapter.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.parley.domain.error.ChatException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a message, as two spans of the trace of its request or event. {@code commit} is from
 * its acceptance to the commit of its group, of whose size it tells; {@code deliver} from there
 * until the group is written to this node's sockets. What the store then calls is called in the
 * context of the one who has sent the message.
 */
public final class MessageTraces {
  private final Tracer tracer;

  @SuppressWarnings("ThreadLocalUsage") // two services of one process share nothing
  private final ThreadLocal<@Nullable Group> current = new ThreadLocal<>();

  MessageTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Follows what is handed to a store by those who are followed themselves. */
  public MessageStore traced(MessageStore store) {
    return new Traced(store);
  }

  /** Follows what comes after the commit of a group, which ends when {@code execute} does. */
  public Executor groups(Executor afterCommit) {
    return task -> {
      Group group = new Group(Instant.now());
      current.set(group);
      try {
        afterCommit.execute(task);
      } finally {
        current.remove();
        group.end();
      }
    };
  }

  private final class Traced implements MessageStore {
    private final MessageStore store;

    Traced(MessageStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      Context sender = Context.current();
      if (!Span.fromContext(sender).getSpanContext().isValid()) {
        return store.append(draft, onStored);
      }
      return append(draft, onStored, sender);
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return store.refuse(draft, refusal);
    }

    private CompletionStage<Appended> append(
        MessageDraft draft, Consumer<Appended> onStored, Context sender) {
      Span commit = tracer.spanBuilder("commit").setParent(sender).startSpan();
      CompletableFuture<Appended> outcome = new CompletableFuture<>();
      try {
        CompletionStage<Appended> unused =
            store
                .append(draft, appended -> stored(appended, onStored, sender, commit))
                .whenComplete(
                    (appended, failure) -> complete(outcome, appended, failure, sender, commit));
      } catch (RuntimeException refused) {
        fail(commit, refused);
        throw refused;
      }
      return outcome;
    }

    private void stored(
        Appended appended, Consumer<Appended> onStored, Context sender, Span commit) {
      Message message = appended.message();
      commit.setAttribute(Names.CONVERSATION, message.conversation().value());
      commit.setAttribute(Names.SEQUENCE, message.sequence().value());
      if (appended.duplicate()) {
        commit.setAttribute(Names.DUPLICATE, true);
        commit.end();
        sender.wrapConsumer(onStored).accept(appended);
        return;
      }
      Group group = current.get();
      Group own = group == null ? new Group(Instant.now()) : group;
      own.add(
          commit,
          tracer
              .spanBuilder("deliver")
              .setParent(sender)
              .setStartTimestamp(own.committedAt())
              .startSpan());
      try {
        sender.wrapConsumer(onStored).accept(appended);
      } finally {
        if (group == null) {
          own.end();
        }
      }
    }

    /** Whatever is chained to the outcome runs in the context of the sender, too. */
    private void complete(
        CompletableFuture<Appended> outcome,
        @Nullable Appended appended,
        @Nullable Throwable failure,
        Context sender,
        Span commit) {
      if (failure == null) {
        sender.<Appended>wrapConsumer(outcome::complete).accept(appended);
      } else {
        fail(commit, failure);
        sender.<Throwable>wrapConsumer(outcome::completeExceptionally).accept(failure);
      }
    }

    private void fail(Span commit, Throwable failure) {
      boolean refused = false;
      if (ChatException.unwrap(failure) instanceof ChatException refusal) {
        commit.setAttribute(Names.ERROR, refusal.code().wireName());
        refused = !refusal.code().retryable();
      }
      if (!refused) {
        commit.setStatus(StatusCode.ERROR);
      }
      commit.end();
    }

    @Override
    public Changed delete(MessageId message) {
      return store.delete(message);
    }

    @Override
    public Changed restore(MessageId message) {
      return store.restore(message);
    }
  }
}
