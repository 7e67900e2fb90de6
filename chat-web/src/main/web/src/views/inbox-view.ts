import type { Chat } from "../model/chat";
import type { Conversation } from "../model/inbox";
import { element, KeyedList, type Row, setHidden, setText } from "./dom";
import { briefly } from "./format";
import { avatar } from "./person";

/** The conversations, newest first. */
export class InboxView {
  readonly node: HTMLElement;
  private readonly list = element("ul", { class: "conversations" });
  private readonly empty = element("p", { class: "hint" }, "No conversations yet.");
  private readonly rows: KeyedList<Conversation>;

  constructor(private readonly chat: Chat) {
    this.node = element("nav", { class: "inbox", "aria-label": "Conversations" }, this.list, this.empty);
    this.rows = new KeyedList(
      this.list,
      (conversation) => String(conversation.id),
      (conversation) => new ConversationRow(conversation, chat),
    );
    this.list.addEventListener("keydown", (event) => this.moveFocus(event));
    chat.changed.listen(() => this.show());
    chat.presence.changed.listen(() => this.show());
    this.show();
  }

  private show(): void {
    const conversations = this.chat.inbox.sorted();
    this.rows.show(conversations);
    setHidden(this.list, conversations.length === 0);
    const isKnown = this.chat.connection === "live";
    setText(this.empty, isKnown ? "No conversations yet." : "Loading conversations…");
    setHidden(this.empty, conversations.length > 0);
  }

  private moveFocus(event: KeyboardEvent): void {
    const links = [...this.list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at >= 0 && next !== undefined) {
      event.preventDefault();
      links[next]?.focus();
    }
  }
}

class ConversationRow implements Row<Conversation> {
  readonly node: HTMLElement;
  private readonly link: HTMLAnchorElement;
  private readonly name = element("span", { class: "name", dir: "auto" });
  private readonly when = element("time", { class: "when" });
  private readonly preview = element("span", { class: "preview", dir: "auto" });
  private readonly badge = element("span", { class: "badge" });
  private readonly online = element("span", { class: "online" }, element("span", { class: "spoken" }, "online"));
  private readonly count = element("span");

  constructor(
    conversation: Conversation,
    private readonly chat: Chat,
  ) {
    this.badge.append(this.count, element("span", { class: "spoken" }, " unread"));
    this.link = element(
      "a",
      { href: `#/c/${conversation.id}` },
      element("span", { class: "portrait" }, avatar(conversation.other), this.online),
      element("span", { class: "first-line" }, this.name, this.when),
      element("span", { class: "second-line" }, this.preview, this.badge),
    );
    this.node = element("li", {}, this.link);
  }

  update(conversation: Conversation): void {
    const typing = this.chat.presence.isTyping(conversation.other.id);
    setText(this.name, conversation.other.name);
    setText(this.preview, typing ? "typing…" : (conversation.lastMessage ?? "Message deleted"));
    this.preview.classList.toggle("typing", typing);
    setText(this.when, conversation.lastMessageAt === null ? "" : briefly(conversation.lastMessageAt));
    setText(this.count, conversation.unread > 99 ? "99+" : String(conversation.unread));
    setHidden(this.badge, conversation.unread === 0);
    setHidden(this.online, !this.chat.presence.isOnline(conversation.other.id));
    this.node.classList.toggle("unread", conversation.unread > 0);
    if (this.chat.open?.id === conversation.id) {
      this.link.setAttribute("aria-current", "page");
    } else {
      this.link.removeAttribute("aria-current");
    }
  }
}
