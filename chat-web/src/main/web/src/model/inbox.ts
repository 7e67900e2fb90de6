import type { ConversationUpdate, ReadPosition, SyncedConversation, User } from "chat-client";

export interface Conversation {
  readonly id: number;
  readonly other: User;
  lastMessage: string | null;
  lastMessageAt: string | null;
  lastSeq: number;
  unread: number;
  /** How far the other one has read, and how far we have. */
  readByOther: number;
  readByUs: number;
}

/** All conversations of the user. */
export class Inbox {
  private readonly conversations = new Map<number, Conversation>();
  /** Read positions that came before their conversation did. */
  private readonly early: ReadPosition[] = [];
  private self: User | null = null;

  constructor(private readonly userId: number) {}

  /** The user, once a conversation has told. */
  get user(): User | null {
    return this.self;
  }

  get unread(): number {
    return this.all().reduce((sum, conversation) => sum + conversation.unread, 0);
  }

  get(id: number): Conversation | undefined {
    return this.conversations.get(id);
  }

  with(userId: number): Conversation | undefined {
    return this.all().find((conversation) => conversation.other.id === userId);
  }

  all(): Conversation[] {
    return [...this.conversations.values()];
  }

  /** Newest first. */
  sorted(): Conversation[] {
    const time = (conversation: Conversation) => conversation.lastMessageAt ?? "";
    return this.all().sort(
      (a, b) => time(b).localeCompare(time(a)) || b.lastSeq - a.lastSeq || a.id - b.id,
    );
  }

  put(synced: SyncedConversation): void {
    const firstIsOther = synced.participant1.id !== this.userId;
    this.self = firstIsOther ? synced.participant2 : synced.participant1;
    if (!this.update(synced)) {
      this.conversations.set(synced.conversationId, {
        id: synced.conversationId,
        other: firstIsOther ? synced.participant1 : synced.participant2,
        lastMessage: synced.lastMessage,
        lastMessageAt: synced.lastMessageAt,
        lastSeq: synced.lastSeq,
        unread: synced.unreadCount,
        readByOther: 0,
        readByUs: 0,
      });
      this.early.splice(0).forEach((position) => this.read(position));
    }
  }

  /** Returns false if there is no such conversation yet. */
  update(update: ConversationUpdate): boolean {
    const conversation = this.conversations.get(update.conversationId);
    if (conversation === undefined) {
      return false;
    }
    conversation.lastMessage = update.lastMessage;
    conversation.lastMessageAt = update.lastMessageAt;
    conversation.lastSeq = update.lastSeq;
    conversation.unread = update.unreadCount;
    return true;
  }

  /** What is known counts no more. */
  forget(): void {
    this.conversations.clear();
    this.early.length = 0;
  }

  /** Read positions only move forward. */
  read(position: ReadPosition): void {
    const conversation = this.conversations.get(position.conversationId);
    if (conversation === undefined) {
      this.early.push(position);
    } else if (position.userId === this.userId) {
      conversation.readByUs = Math.max(conversation.readByUs, position.upTo);
    } else {
      conversation.readByOther = Math.max(conversation.readByOther, position.upTo);
    }
  }
}
