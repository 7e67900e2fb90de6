import { Failure, type Message, type User } from "chat-client";
import type { Chat } from "../model/chat";
import { OwnTyping } from "../model/own-typing";
import type { OpenConversation } from "../model/open-conversation";
import type { Announcer } from "./announcer";
import { Composer } from "./composer";
import { element, iconButton, setHidden, setText } from "./dom";
import { dayName, dayOf, lastSeen } from "./format";
import { icon } from "./icons";
import { MessageList } from "./message-list";
import type { Item, State } from "./message-row";
import { avatar } from "./person";

/** Messages of one person within this time belong together. */
const TOGETHER_MS = 5 * 60_000;

/** One conversation, or the beginning of one: without `open` there are no messages yet. */
export class ConversationView {
  readonly node: HTMLElement;
  /** What was searched for, to be marked. */
  hit = "";
  private readonly status = element("p", { class: "status" });
  private readonly problem = element("p", { class: "problem", role: "alert" });
  private readonly problemText = element("span");
  private readonly loading = element("p", { class: "hint" }, "Loading messages…");
  private readonly beginning = element("p", { class: "hint" });
  private readonly composer: Composer;
  private readonly list: MessageList | null;
  private readonly listeners: (() => void)[] = [];
  private readonly typing: OwnTyping;
  private unreadFrom: number | null = null;

  constructor(
    private readonly chat: Chat,
    private readonly other: Pick<User, "id" | "name">,
    private readonly open: OpenConversation | null,
    private readonly announcer: Announcer,
    onBack: () => void,
  ) {
    this.typing = new OwnTyping((typing) => {
      if (this.open !== null) {
        this.chat.tell(typing ? "typing" : "stop_typing", { conversationId: this.open.id });
      }
    });
    this.composer = new Composer(
      (text, attachmentUrl) => this.send(text, attachmentUrl),
      (hasText) => (hasText ? this.typing.key() : this.typing.stop()),
    );
    this.list = open === null ? null : this.messageList(open);
    this.problem.append(
      this.problemText,
      element(
        "button",
        { type: "button", class: "text-button", click: () => void this.open?.load() },
        "Try again",
      ),
    );
    this.node = element(
      "section",
      { class: "conversation", "aria-label": `Conversation with ${other.name}` },
      element(
        "header",
        { class: "bar" },
        iconButton("Back to conversations", icon("back"), onBack, "back"),
        element("span", { class: "portrait" }, avatar(other)),
        element("div", { class: "who" }, element("h2", { dir: "auto" }, other.name), this.status),
      ),
      this.list?.node ?? element("div", { class: "message-list" }, this.beginning),
      this.loading,
      this.problem,
      this.composer.node,
    );
    const show = () => this.show();
    this.listeners.push(chat.changed.listen(show), chat.outbox.changed.listen(show));
    this.listeners.push(chat.presence.changed.listen(() => this.showStatus()));
    if (open !== null) {
      this.listeners.push(open.changed.listen(show));
    }
    document.addEventListener("visibilitychange", this.seen);
    this.rememberUnread();
    this.show();
  }

  get draft(): string {
    return this.composer.value;
  }

  set draft(text: string) {
    this.composer.value = text;
  }

  focus(): void {
    this.composer.focus();
  }

  close(): void {
    this.typing.stop();
    this.listeners.forEach((forget) => forget());
    document.removeEventListener("visibilitychange", this.seen);
  }

  show(): void {
    this.showStatus();
    const open = this.open;
    setHidden(this.loading, open === null || open.timeline.loaded || open.problem !== null);
    setText(this.problemText, open?.problem ?? "");
    setHidden(this.problem, open === null || open.problem === null);
    if (open === null) {
      setText(this.beginning, this.textOfBeginning());
    } else {
      this.list?.show(this.items(open));
    }
  }

  private textOfBeginning(): string {
    const [draft] = this.chat.outbox.to(this.other.id);
    if (draft === undefined) {
      return `Say hello to ${this.other.name}.`;
    }
    return draft.problem ?? "Sending…";
  }

  private messageList(open: OpenConversation): MessageList {
    const list = new MessageList(open, `Messages with ${this.other.name}`, {
      delete: (message) => void this.change(this.chat.delete(message), "Message deleted"),
      restore: (message) => void this.change(this.chat.restore(message), "Message restored"),
      retry: (draft) => this.chat.outbox.retry(draft),
      discard: (draft) => this.chat.outbox.remove(draft.clientMessageId),
    });
    list.onMoved = this.seen;
    return list;
  }

  private async change(change: Promise<void>, done: string): Promise<void> {
    try {
      await change;
      this.announcer.say(done);
    } catch (problem) {
      this.announcer.say(Failure.of(problem).message);
    }
  }

  private send(text: string, attachmentUrl: string | null): void {
    this.typing.stop();
    this.unreadFrom = null;
    this.chat.outbox.add(this.other.id, text, attachmentUrl);
    this.list?.goToEnd();
  }

  /** Where what is new begins stays marked while it is read. */
  private rememberUnread(): void {
    const conversation = this.open === null ? undefined : this.chat.inbox.get(this.open.id);
    if (conversation !== undefined && conversation.unread > 0) {
      this.unreadFrom = conversation.readByUs;
    }
  }

  private readonly seen = () => {
    if (this.list?.isAtEnd && document.visibilityState === "visible") {
      this.chat.markRead();
    }
  };

  private showStatus(): void {
    const presence = this.chat.presence;
    const seen = presence.lastSeenOf(this.other.id);
    const typing = presence.isTyping(this.other.id);
    const online = presence.isOnline(this.other.id);
    const away = seen === null ? "Offline" : lastSeen(seen);
    const isKnown = this.chat.connection === "live";
    setText(this.status, typing ? "typing…" : online ? "Online" : isKnown ? away : "");
    this.status.className = `status ${typing ? "typing" : online ? "is-online" : ""}`;
  }

  private items(open: OpenConversation): Item[] {
    const items: Item[] = [];
    const deleted = (message: Message) => open.timeline.isDeleted(message);
    let day = "";
    let last: { author: number; at: number } | null = null;
    let unreadFrom = this.unreadFrom;
    const follows = (author: number, createdAt: string) => {
      const at = Date.parse(createdAt);
      const together = last !== null && last.author === author && at - last.at < TOGETHER_MS;
      last = { author, at };
      return together;
    };
    const begin = (createdAt: string) => {
      if (dayOf(createdAt) !== day) {
        day = dayOf(createdAt);
        last = null;
        items.push({ kind: "day", label: dayName(createdAt), key: day });
      }
    };
    for (const message of open.timeline.messages) {
      begin(message.createdAt);
      const own = message.senderId === this.chat.session.userId;
      if (unreadFrom !== null && !own && message.seq > unreadFrom) {
        items.push({ kind: "unread", label: "New messages", key: "" });
        unreadFrom = null;
        last = null;
      }
      items.push({
        kind: "message",
        message,
        state: own ? this.stateOfOwn(message) : "received",
        deleted: deleted(message),
        follows: follows(message.senderId, message.createdAt),
        author: own ? "You" : this.other.name,
        hit: this.hit,
      });
    }
    if (open.timeline.loaded && !open.timeline.hasNewer) {
      for (const draft of this.chat.outbox.to(this.other.id)) {
        begin(draft.createdAt);
        items.push({
          kind: "draft",
          draft,
          follows: follows(this.chat.session.userId, draft.createdAt),
        });
      }
    }
    return items;
  }

  private stateOfOwn(message: Message): State {
    const readUpTo = this.chat.inbox.get(message.conversationId)?.readByOther ?? 0;
    return message.isRead || message.seq <= readUpTo ? "read" : "sent";
  }
}
