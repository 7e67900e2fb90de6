import {
  CatchUp,
  changedAt,
  type Changes,
  ChatClient,
  type Follower,
  type Message,
  type MessageNotification,
  type Requests,
  type RestClient,
  toMessage,
  type User,
} from "chat-client";
import { demoUsers } from "../wire/demo";
import type { Session } from "../wire/session";
import { Inbox } from "./inbox";
import { OpenConversation } from "./open-conversation";
import { Outbox } from "./outbox";
import { Presence } from "./presence";
import { Signal } from "./signal";

const PRESENCE_LIMIT = 1_000;
const RETRY_MS = 2_000;

export type Connection = "connecting" | "catching up" | "live" | "broken";

export interface News {
  readonly message: Pick<Message, "content" | "senderId" | "conversationId">;
  readonly messageId: number;
  readonly from: string;
}

/**
 * Everything that the user has, kept in step with the server: read once, and from then on by events.
 * After each break it catches up: it enters the room of the open conversation again from the last
 * message it has, takes what else changed and the events that came meanwhile, and sends what waits.
 */
export class Chat implements Follower {
  /** The inbox, the connection or who is signed in has changed. */
  readonly changed = new Signal();
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly presence = new Presence();
  connection: Connection = "connecting";
  open: OpenConversation | null = null;
  /** What to tell the user whose session ended; set by whoever shows the page. */
  onEnd: (reason: string) => void = () => {};
  onNews: (news: News) => void = () => {};

  private readonly client: ChatClient;
  private readonly catchingUp: CatchUp;
  private closed = false;
  private reconnecting: number | undefined;

  constructor(readonly session: Session) {
    this.client = new ChatClient({
      token: () => session.token,
      renewToken: () => this.renewedToken(),
    });
    this.catchingUp = new CatchUp(this.client.socket, this);
    this.inbox = new Inbox(session.userId);
    this.outbox = new Outbox(
      session.userId,
      () => this.isConnected,
      (draft) =>
        this.ask("send_message", {
          receiverId: draft.receiverId,
          content: draft.content,
          ...(draft.attachmentUrl === null ? {} : { attachmentUrl: draft.attachmentUrl }),
          clientMessageId: draft.clientMessageId,
        }),
      (message) => this.stored(message),
    );
    this.listen();
  }

  get user(): User | null {
    return this.inbox.user;
  }

  get isConnected(): boolean {
    return this.client.socket.isConnected;
  }

  get rest(): RestClient {
    return this.client.rest;
  }

  ask<E extends keyof Requests>(event: E, sent: Requests[E]["sent"]): Promise<Requests[E]["data"]> {
    return this.client.socket.ask(event, sent);
  }

  /** Asks for something that does no harm if it does not happen. */
  tell<E extends keyof Requests>(event: E, sent: Requests[E]["sent"]): void {
    this.client.socket.tell(event, sent);
  }

  /** Shows a conversation; with a position, the message there. */
  async show(conversationId: number, seq: number | null): Promise<void> {
    if (this.open?.id === conversationId) {
      await (seq === null ? this.open.goToEnd() : this.open.goTo(seq));
      return;
    }
    this.leave();
    const open = new OpenConversation(
      conversationId,
      seq,
      this.client,
      this.catchingUp.live,
    );
    this.open = open;
    this.changed.notify();
    await open.load();
  }

  /** Shows no conversation. */
  leave(): void {
    if (this.open !== null) {
      this.tell("leave_conversation", { conversationId: this.open.id });
      this.open.close();
      this.open = null;
      this.changed.notify();
    }
  }

  /** What the user sees of the open conversation is read. */
  markRead(): void {
    const open = this.open;
    const conversation = open === null ? undefined : this.inbox.get(open.id);
    if (open && conversation?.unread && open.timeline.upTo > conversation.readByUs) {
      const upTo = open.timeline.upTo;
      this.ask("mark_as_read", { conversationId: open.id, upTo }).then(
        (position) => {
          this.inbox.read(position);
          this.changed.notify();
        },
        () => {}, // it is marked with the next look, or the next connection
      );
    }
  }

  async delete(message: Message): Promise<void> {
    await this.rest.delete(message.id);
    this.opened(message.conversationId)?.delete(message.id, changedAt(message)); // the event says when
  }

  async restore(message: Message): Promise<void> {
    const restored = toMessage(await this.rest.restore(message.id));
    this.opened(restored.conversationId)?.restored(restored);
  }

  /** Does not wait for the next try to connect. */
  reconnect(): void {
    this.client.socket.reconnect();
  }

  close(): void {
    this.closed = true;
    this.onEnd = () => {};
    window.clearTimeout(this.reconnecting);
    this.catchingUp.close();
    this.open?.close();
    this.client.close();
  }

  async resume(): Promise<void> {
    await this.open?.resume();
  }

  apply(changes: Changes): void {
    const strangers: number[] = [];
    for (const conversation of changes.conversations) {
      const known = this.inbox.get(conversation.conversationId) !== undefined;
      this.inbox.put(conversation);
      const other = this.inbox.get(conversation.conversationId)?.other;
      if (!known && other && this.connection === "live") {
        strangers.push(other.id);
      }
    }
    changes.reads.forEach((position) => this.inbox.read(position));
    for (const message of changes.messages) {
      this.outbox.remove(message.clientMessageId);
      this.opened(message.conversationId)?.add(message);
    }
    changes.restored.forEach((message) => this.opened(message.conversationId)?.restored(message));
    changes.deleted.forEach(({ conversationId, id, updatedAt }) =>
      this.opened(conversationId)?.delete(id, updatedAt),
    );
    this.changed.notify();
    this.askPresence(strangers).catch(() => {});
  }

  forget(): void {
    this.inbox.forget();
    this.open?.timeline.forget();
    this.changed.notify();
  }

  async startAnew(): Promise<void> {
    await this.open?.startAnew();
  }

  async caughtUp(): Promise<void> {
    this.connection = "live";
    this.changed.notify();
    void this.outbox.flush();
    await this.askPresence(this.inbox.all().map((conversation) => conversation.other.id));
  }

  private listen(): void {
    const socket = this.client.socket.events;
    const live = this.catchingUp.live;
    socket.on("connect", () => {
      this.connection = this.catchingUp.hasStarted ? "catching up" : "connecting";
      this.changed.notify();
    });
    socket.on("disconnect", (reason) => this.broken(reason === "io server disconnect"));
    socket.on("connect_error", (error) => {
      if (error.message.startsWith("Authentication error")) {
        this.onEnd("This token is not valid, or not any more.");
      } else {
        this.broken(!socket.active);
      }
    });
    socket.on("new_message", (message) => live.deliver(() => this.arrived(message)));
    socket.on("message_notification", (notification) => this.notified(notification));
    socket.on("message_deleted", ({ conversationId, id, updatedAt }) =>
      live.deliver(() => this.opened(conversationId)?.delete(id, updatedAt)),
    );
    socket.on("message_restored", (message) =>
      live.deliver(() => void this.opened(message.conversationId)?.restore(message)),
    );
    socket.on("messages_read", (position) =>
      live.deliver(() => {
        this.inbox.read(position);
        this.changed.notify();
      }),
    );
    socket.on("conversation_updated", (update) =>
      live.deliver(() => {
        if (!this.inbox.update(update)) {
          void this.catchingUp.sync(); // a new one: an update does not say with whom
        }
        this.changed.notify();
      }),
    );
    socket.on("user_typing", ({ userId }) => this.presence.startedTyping(userId));
    socket.on("user_stopped_typing", ({ userId }) => this.presence.stoppedTyping(userId));
    socket.on("user_online", ({ userId }) => this.presence.cameOnline(userId));
    socket.on("user_offline", ({ userId, at }) => this.presence.wentOffline(userId, at));
    socket.on("resync_required", ({ conversationId }) => {
      const open = this.opened(conversationId);
      void (open ? open.resume() : this.catchingUp.sync()).catch(() => {});
    });
    socket.on("error", (error) => {
      if (error.code === "token_expired" || error.code === "token_revoked") {
        this.onEnd("Your session has ended. Sign in again.");
      }
    });
  }

  private opened(conversationId: number): OpenConversation | null {
    return this.open?.id === conversationId ? this.open : null;
  }

  private broken(stays: boolean): void {
    this.connection = "broken";
    this.presence.forget();
    this.changed.notify();
    if (stays && !this.closed) {
      window.clearTimeout(this.reconnecting);
      this.reconnecting = window.setTimeout(() => this.reconnect(), RETRY_MS); // the client does not come back by itself
    }
  }

  private async askPresence(userIds: readonly number[]): Promise<void> {
    for (let from = 0; from < userIds.length; from += PRESENCE_LIMIT) {
      const asked = userIds.slice(from, from + PRESENCE_LIMIT);
      const answer = await this.ask("check_online", { userIds: asked });
      this.presence.put(asked, answer.onlineUsers);
    }
  }

  private arrived(message: Message): void {
    this.outbox.remove(message.clientMessageId);
    this.presence.stoppedTyping(message.senderId);
    this.opened(message.conversationId)?.add(message);
    if (message.senderId !== this.session.userId) {
      this.onNews({ message, messageId: message.id, from: message.sender.name });
    }
  }

  private notified(notification: MessageNotification): void {
    const { conversationId, content, messageId, from } = notification;
    const name = this.inbox.get(conversationId)?.other.name ?? "Somebody new";
    this.onNews({ message: { content, conversationId, senderId: from }, messageId, from: name });
  }

  private stored(message: Message): void {
    this.opened(message.conversationId)?.addOwn(message);
    if (this.inbox.get(message.conversationId) === undefined) {
      void this.catchingUp.sync();
    }
  }

  /** Only a demo can be asked for another token; an application would ask its login. */
  private async renewedToken(): Promise<string | null> {
    const user = (await demoUsers()).find(({ id }) => id === this.session.userId);
    if (user === undefined || this.closed) {
      return null;
    }
    this.session.renew(user.token);
    return user.token;
  }
}
