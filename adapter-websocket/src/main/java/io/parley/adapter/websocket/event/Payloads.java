package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.application.conversation.FollowConversation.Followed;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.message.Message;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.port.ContactStore.Accepted;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON objects of the server's events and acknowledgements, member by member. */
final class Payloads {
  private Payloads() {}

  /** A user inside another payload. */
  record UserPayload(
      long id, String name, String username, String profile_name, @Nullable String profile_photo) {
    static UserPayload from(User user) {
      return new UserPayload(
          user.id().value(),
          user.name(),
          user.username(),
          user.profileName(),
          user.profilePhoto().orElse(null));
    }
  }

  /**
   * {@code new_message}; also what acknowledges a send.
   *
   * @param updatedAt only if it was deleted and restored since it was stored
   */
  record NewMessage(
      long id,
      long senderId,
      long receiverId,
      long conversationId,
      String content,
      @Nullable String attachmentUrl,
      boolean isRead,
      String createdAt,
      UserPayload sender,
      long seq,
      @Nullable String clientMessageId,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String updatedAt) {
    static NewMessage from(Message message) {
      return new NewMessage(
          message.id().value(),
          message.sender().id().value(),
          message.receiver().id().value(),
          message.conversation().value(),
          message.content().text(),
          message.attachment().map(url -> url.text()).orElse(null),
          message.isRead(),
          WireTime.of(message.createdAt()),
          UserPayload.from(message.sender()),
          message.sequence().value(),
          message.clientMessageId().map(id -> id.text()).orElse(null),
          message.updatedAt().equals(message.createdAt())
              ? null
              : WireTime.of(message.updatedAt()));
    }
  }

  /** {@code message_notification}. */
  record MessageNotification(
      long from, long conversationId, String content, String timestamp, long messageId, long seq) {
    static MessageNotification from(Message message) {
      return new MessageNotification(
          message.sender().id().value(),
          message.conversation().value(),
          message.content().text(),
          WireTime.of(message.createdAt()),
          message.id().value(),
          message.sequence().value());
    }
  }

  /** {@code message_deleted} and {@code message_restored}. */
  record MessageReference(long conversationId, long id, long seq, String updatedAt) {
    static MessageReference from(Message message) {
      return new MessageReference(
          message.conversation().value(),
          message.id().value(),
          message.sequence().value(),
          WireTime.of(message.updatedAt()));
    }
  }

  /** {@code messages_read}; also what acknowledges {@code mark_as_read}. */
  record MessagesRead(long conversationId, long userId, long upTo, String readAt) {
    static MessagesRead from(ReadReceipt receipt) {
      return new MessagesRead(
          receipt.conversation().value(),
          receipt.reader().value(),
          receipt.upTo().value(),
          WireTime.of(receipt.readAt()));
    }
  }

  /** {@code conversation_updated}, as one of the participants sees it. */
  record ConversationUpdated(
      long conversationId,
      @Nullable String lastMessage,
      @Nullable String lastMessageAt,
      long lastSeq,
      long unreadCount) {
    static ConversationUpdated from(ConversationState state, UserId viewer) {
      return new ConversationUpdated(
          state.id().value(),
          state.lastMessage().orElse(null),
          state.lastMessageAt().map(WireTime::of).orElse(null),
          state.lastSequence().value(),
          state.unreadOf(viewer));
    }
  }

  /** Acknowledges {@code sync}: what changed, as it is now. */
  record Synced(
      List<SyncedConversation> conversations,
      List<NewMessage> messages,
      List<MessageReference> deleted,
      List<NewMessage> restored,
      List<MessagesRead> reads,
      String nextCursor,
      boolean hasMore) {
    static Synced from(Changes changes) {
      return new Synced(
          changes.conversations().stream().map(SyncedConversation::from).toList(),
          changes.messages().stream().map(NewMessage::from).toList(),
          changes.deleted().stream().map(MessageReference::from).toList(),
          changes.restored().stream().map(NewMessage::from).toList(),
          changes.reads().stream().map(MessagesRead::from).toList(),
          changes.next().text(),
          changes.hasMore());
    }
  }

  /** A conversation as {@code conversation_updated} tells it, and who is in it. */
  record SyncedConversation(
      long conversationId,
      UserPayload participant1,
      UserPayload participant2,
      @Nullable String lastMessage,
      @Nullable String lastMessageAt,
      long lastSeq,
      long unreadCount) {
    static SyncedConversation from(InboxEntry entry) {
      Conversation conversation = entry.conversation();
      return new SyncedConversation(
          conversation.id().value(),
          UserPayload.from(conversation.first()),
          UserPayload.from(conversation.second()),
          conversation.lastMessage().orElse(null),
          conversation.lastMessageAt().map(WireTime::of).orElse(null),
          conversation.lastSequence().value(),
          entry.unreadCount());
    }
  }

  /** {@code resync_required}: what came after the position has to be read. */
  record ResyncRequired(long conversationId, long afterSeq) {}

  /** {@code user_typing} and {@code user_stopped_typing}. */
  record Typing(long userId, long conversationId) {}

  /** {@code user_joined} and {@code user_left}. */
  record Membership(long userId, String message) {
    static Membership joined(UserId user) {
      return new Membership(user.value(), "User " + user.value() + " joined the conversation");
    }

    static Membership left(UserId user) {
      return new Membership(user.value(), "User " + user.value() + " left the conversation");
    }
  }

  /** {@code user_online} and {@code user_offline}. */
  record PresenceChanged(long userId, String at) {}

  /** {@code online_status}; also what acknowledges {@code check_online}. */
  record OnlineStatus(List<Long> onlineUsers) {
    static OnlineStatus of(Collection<UserId> users) {
      return new OnlineStatus(users.stream().map(UserId::value).sorted().toList());
    }
  }

  /** {@code chat_request_sent}; also what acknowledges {@code send_chat_request}. */
  record RequestSent(long requestId, long receiverId, String status) {
    static RequestSent from(ContactRequest request) {
      return new RequestSent(
          request.id().value(), request.receiver().id().value(), request.status().wireName());
    }
  }

  /** {@code chat_request_received}. */
  record RequestReceived(long requestId, UserPayload sender, @Nullable String message) {
    static RequestReceived from(ContactRequest request) {
      return new RequestReceived(
          request.id().value(),
          UserPayload.from(request.sender()),
          request.message().map(message -> message.text()).orElse(null));
    }
  }

  /** {@code chat_request_accepted}; also what acknowledges {@code accept_chat_request}. */
  record RequestAccepted(long requestId, long conversationId) {
    static RequestAccepted from(Accepted accepted) {
      return new RequestAccepted(accepted.request().id().value(), accepted.conversation().value());
    }
  }

  /** {@code chat_request_accepted_notification}. */
  record RequestAcceptedNotification(long requestId, UserPayload receiver, long conversationId) {
    static RequestAcceptedNotification from(ContactRequest request, ConversationId conversation) {
      return new RequestAcceptedNotification(
          request.id().value(), UserPayload.from(request.receiver()), conversation.value());
    }
  }

  /** {@code chat_request_rejected}; also what acknowledges {@code reject_chat_request}. */
  record RequestReference(long requestId) {
    static RequestReference to(ContactRequestId request) {
      return new RequestReference(request.value());
    }
  }

  /** Acknowledges {@code block_user} and {@code unblock_user}. */
  record UserReference(long userId) {
    static UserReference to(UserId user) {
      return new UserReference(user.value());
    }
  }

  /** {@code token_expiring}. */
  record TokenExpiring(String expiresAt) {
    static TokenExpiring at(Instant expiry) {
      return new TokenExpiring(WireTime.of(expiry));
    }
  }

  /** Acknowledges {@code join_conversation}, without catch-up. */
  record Joined(long conversationId, long lastSeq) {}

  /** Acknowledges {@code join_conversation} with {@code afterSeq}. */
  record CaughtUp(long conversationId, long lastSeq, List<NewMessage> messages, boolean hasMore) {
    static CaughtUp from(Followed followed, ConversationId conversation) {
      List<NewMessage> messages = followed.missed().stream().map(NewMessage::from).toList();
      long lastRead = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).seq();
      return new CaughtUp(
          conversation.value(),
          Math.max(followed.lastSequence().value(), lastRead),
          messages,
          followed.hasMore());
    }

    /** The position up to which it tells what there is. */
    long told() {
      return hasMore ? messages.get(messages.size() - 1).seq() : lastSeq;
    }
  }

  /** Acknowledges what only concerns a conversation. */
  record ConversationReference(long conversationId) {
    static ConversationReference to(ConversationId conversation) {
      return new ConversationReference(conversation.value());
    }
  }

  /** Acknowledges what has nothing to say. */
  record Nothing() {}

  /**
   * {@code error}.
   *
   * @param retryAfterMillis when it is worth trying again, if that is known
   */
  record ErrorEvent(
      String message,
      String code,
      String event,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfterMillis) {}

  /** An acknowledgement of success. */
  record Success(boolean ok, Object data) {
    static Success of(Object data) {
      return new Success(true, data);
    }
  }

  /** An acknowledgement of failure. */
  record Failure(boolean ok, ErrorDetail error) {
    static Failure of(ErrorDetail error) {
      return new Failure(false, error);
    }
  }

  /**
   * What failed, inside an acknowledgement.
   *
   * @param retryAfterMillis when it is worth trying again, if that is known
   */
  record ErrorDetail(
      String code,
      String message,
      boolean retryable,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfterMillis) {
    static ErrorDetail of(String code, String message, boolean retryable) {
      return new ErrorDetail(code, message, retryable, null);
    }

    static ErrorDetail of(ChatException refusal) {
      return new ErrorDetail(
          refusal.code().wireName(),
          refusal.detail(),
          refusal.code().retryable(),
          refusal instanceof RateLimitedException limited
              ? Math.max(1, limited.retryAfter().toMillis())
              : null);
    }
  }
}
