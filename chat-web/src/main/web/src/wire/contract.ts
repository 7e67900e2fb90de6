/**
 * The wire contract, as far as this page uses it: what REST answers hold, which events there are and
 * what they carry. Ids are numbers; times are ISO 8601 in UTC; `seq` is the position of a message in
 * its conversation: 1, 2, 3 … without gaps.
 */

export interface User {
  readonly id: number;
  readonly name: string;
  readonly username: string;
  readonly profile_name: string;
  readonly profile_photo: string | null;
}

/** A message as events and acknowledgements tell it. */
export interface Message {
  readonly id: number;
  readonly conversationId: number;
  readonly seq: number;
  readonly senderId: number;
  readonly receiverId: number;
  readonly content: string;
  readonly attachmentUrl: string | null;
  readonly isRead: boolean;
  readonly createdAt: string;
  readonly sender: User;
  readonly clientMessageId: string | null;
}

/** The same, as REST tells it. */
export interface StoredMessage {
  readonly id: number;
  readonly conversation_id: number;
  readonly seq: number;
  readonly sender_id: number;
  readonly receiver_id: number;
  readonly content: string;
  readonly attachment_url: string | null;
  readonly is_read: boolean;
  readonly createdAt: string;
  readonly sender: User;
  readonly receiver: User;
  readonly client_message_id: string | null;
}

/** Both shapes are one to this page. */
export function toMessage(stored: StoredMessage): Message {
  return {
    id: stored.id,
    conversationId: stored.conversation_id,
    seq: stored.seq,
    senderId: stored.sender_id,
    receiverId: stored.receiver_id,
    content: stored.content,
    attachmentUrl: stored.attachment_url,
    isRead: stored.is_read,
    createdAt: stored.createdAt,
    sender: stored.sender,
    clientMessageId: stored.client_message_id,
  };
}

export interface MessageReference {
  readonly conversationId: number;
  readonly id: number;
  readonly seq: number;
}

/** How far a participant has read. */
export interface ReadPosition {
  readonly conversationId: number;
  readonly userId: number;
  readonly upTo: number;
  readonly readAt: string;
}

export interface ConversationUpdate {
  readonly conversationId: number;
  readonly lastMessage: string | null;
  readonly lastMessageAt: string | null;
  readonly lastSeq: number;
  readonly unreadCount: number;
}

export interface SyncedConversation extends ConversationUpdate {
  readonly participant1: User;
  readonly participant2: User;
}

export interface MessageNotification {
  readonly from: number;
  readonly conversationId: number;
  readonly content: string;
  readonly timestamp: string;
  readonly messageId: number;
  readonly seq: number;
}

export interface TypingSignal {
  readonly userId: number;
  readonly conversationId: number;
}

export interface PresenceChange {
  readonly userId: number;
  readonly at: string;
}

export interface ErrorEvent {
  readonly message: string;
  readonly code: string;
  readonly event: string;
}

/** What the server sends, and when. */
export interface ServerEvents {
  /** To every socket in the conversation's room, the sender's too. */
  new_message(message: Message): void;
  /** To the receiver's sockets that are not in the room. */
  message_notification(notification: MessageNotification): void;
  message_deleted(reference: MessageReference): void;
  message_restored(reference: MessageReference): void;
  messages_read(position: ReadPosition): void;
  /** To all sockets of both users: what an inbox shows. */
  conversation_updated(update: ConversationUpdate): void;
  user_typing(signal: TypingSignal): void;
  user_stopped_typing(signal: TypingSignal): void;
  user_online(change: PresenceChange): void;
  user_offline(change: PresenceChange): void;
  token_expiring(notice: { readonly expiresAt: string }): void;
  /** The server could not fill a hole in time: read what came after the position. */
  resync_required(from: { readonly conversationId: number; readonly afterSeq: number }): void;
  error(error: ErrorEvent): void;
}

/** Everything that changed for the user since a cursor. Apply it by id: it may tell things twice. */
export interface Changes {
  readonly conversations: readonly SyncedConversation[];
  readonly messages: readonly Message[];
  readonly deleted: readonly MessageReference[];
  readonly restored: readonly Message[];
  readonly reads: readonly ReadPosition[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

/** What the page asks by an event, and what a successful acknowledgement holds. */
export interface Requests {
  join_conversation: {
    sent: { conversationId: number; afterSeq?: number };
    /** `messages` and `hasMore` come with `afterSeq` only. */
    data: { conversationId: number; lastSeq: number; messages?: Message[]; hasMore?: boolean };
  };
  leave_conversation: { sent: { conversationId: number }; data: { conversationId: number } };
  send_message: {
    sent: { receiverId: number; content: string; attachmentUrl?: string; clientMessageId: string };
    data: Message;
  };
  typing: { sent: { conversationId: number }; data: { conversationId: number } };
  stop_typing: { sent: { conversationId: number }; data: { conversationId: number } };
  mark_as_read: { sent: { conversationId: number; upTo: number }; data: ReadPosition };
  check_online: { sent: { userIds: number[] }; data: { onlineUsers: number[] } };
  sync: { sent: { cursor?: string; limit: number }; data: Changes };
  refresh_token: { sent: { token: string }; data: { expiresAt: string } };
}

export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly retryable: boolean;
        readonly retryAfterMillis?: number;
      };
    };

/** In the form that socket.io-client wants for its types. */
export type ClientEvents = {
  [E in keyof Requests]: (
    sent: Requests[E]["sent"],
    answer: (answer: Answer<Requests[E]["data"]>) => void,
  ) => void;
};
