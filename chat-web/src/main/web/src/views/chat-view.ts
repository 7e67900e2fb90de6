import type { Chat, News } from "../model/chat";
import { Announcer } from "./announcer";
import { ConversationView } from "./conversation-view";
import { element, iconButton, setHidden, setText } from "./dom";
import { InboxView } from "./inbox-view";
import { icon, logo } from "./icons";
import { NewChatDialog } from "./new-chat-dialog";
import { Notifier } from "./notifier";
import { avatar } from "./person";
import { forgetPlace, type Route, routeOf, toConversation, toInbox, toUser } from "./route";
import { SearchView } from "./search-view";

const TITLE = "Parley";
const CONNECTION_PATIENCE_MS = 700;

/** The whole page of somebody who is signed in: the inbox, and a conversation beside it. */
export class ChatView {
  readonly node: HTMLElement;
  private readonly announcer = new Announcer();
  private readonly notifier = new Notifier();
  private readonly inbox: InboxView;
  private readonly search: SearchView;
  private readonly dialog: NewChatDialog;
  private readonly stage = element("div", { class: "stage" });
  private readonly self = element("div", { class: "self" });
  private readonly connection = element("div", { class: "connection", role: "status" });
  private readonly bell: HTMLButtonElement;
  private readonly drafts = new Map<number, string>();
  private readonly names = new Map<number, string>();
  private view: ConversationView | null = null;
  private viewed: { userId: number; conversationId: number | null } | null = null;
  private patience: number | undefined;
  private stopListening: () => void = () => {};

  constructor(
    private readonly chat: Chat,
    onSignOut: () => void,
  ) {
    this.inbox = new InboxView(chat);
    this.search = new SearchView(chat);
    this.dialog = new NewChatDialog(chat.session.userId, (userId, name) => this.writeTo(userId, name));
    this.bell = iconButton("Notify me of new messages", icon("bell"), () => void this.askToNotify());
    this.node = element(
      "div",
      { class: "chat" },
      element("header", { class: "top" }, element("h1", { class: "spoken" }, TITLE), this.connection),
      element(
        "main",
        { class: "panes" },
        element(
          "section",
          { class: "side", "aria-label": "Inbox" },
          element(
            "header",
            { class: "bar" },
            this.self,
            this.bell,
            iconButton("New conversation", icon("compose"), () => void this.dialog.ask()),
            iconButton("Sign out", icon("signOut"), onSignOut),
          ),
          this.search.field,
          this.search.results,
          this.inbox.node,
        ),
        this.stage,
      ),
      this.announcer.node,
      this.dialog.node,
    );
    this.listen();
    this.showRoute();
    this.show();
  }

  close(): void {
    window.removeEventListener("hashchange", this.showRoute);
    document.removeEventListener("keydown", this.key);
    window.removeEventListener("online", this.online);
    this.stopListening();
    this.view?.close();
    document.title = TITLE;
  }

  private listen(): void {
    this.stopListening = this.chat.changed.listen(() => this.show());
    this.chat.onNews = (news) => this.tell(news);
    this.search.onText = (text) => {
      setHidden(this.inbox.node, this.search.isSearching);
      if (this.view !== null) {
        this.view.hit = text;
        this.view.show();
      }
    };
    this.notifier.onClick = (conversationId) => toConversation(conversationId);
    window.addEventListener("hashchange", this.showRoute);
    window.addEventListener("online", this.online);
    document.addEventListener("keydown", this.key);
  }

  private readonly online = () => this.chat.reconnect();

  private readonly key = (event: KeyboardEvent) => {
    const isWriting = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    if ((event.key === "/" && !isWriting) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      this.search.input.focus();
    }
  };

  private readonly showRoute = () => {
    const route = routeOf(location.hash);
    this.node.dataset["shows"] = route.kind === "inbox" ? "inbox" : "conversation";
    if (route.kind === "conversation") {
      // Known conversations only: of others nobody can say yet with whom they are.
      const conversation = this.chat.inbox.get(route.id);
      if (conversation !== undefined) {
        void this.chat.show(route.id, route.seq);
        this.view = this.viewOf(conversation.other.id, conversation.other.name, route);
        if (route.seq !== null) {
          forgetPlace(route.id);
        }
        return;
      }
      this.chat.leave();
      this.replaceView(null);
    } else {
      this.chat.leave();
      const name = route.kind === "user" ? (this.names.get(route.id) ?? `User ${route.id}`) : "";
      this.view = route.kind === "user" ? this.viewOf(route.id, name, route) : this.replaceView(null);
    }
  };

  private viewOf(userId: number, name: string, route: Route): ConversationView {
    const conversationId = route.kind === "conversation" ? route.id : null;
    const viewed = this.viewed;
    if (this.view !== null && viewed?.userId === userId && viewed.conversationId === conversationId) {
      return this.view;
    }
    const open = conversationId === null ? null : this.chat.open;
    const view = new ConversationView(this.chat, { id: userId, name }, open, this.announcer, toInbox);
    view.hit = this.search.isSearching ? this.search.input.value.trim() : "";
    this.replaceView(view);
    this.viewed = { userId, conversationId };
    view.draft = this.drafts.get(userId) ?? "";
    if (!matchMedia("(pointer: coarse)").matches) {
      view.focus();
    }
    return view;
  }

  private replaceView(view: ConversationView | null): null {
    if (this.view !== null && this.viewed !== null) {
      this.drafts.set(this.viewed.userId, this.view.draft);
      this.view.close();
    }
    this.view = view;
    this.viewed = null;
    this.stage.replaceChildren(view?.node ?? this.nothingOpen());
    return null;
  }

  private nothingOpen(): HTMLElement {
    const text = "Choose a conversation, or begin a new one.";
    return element("div", { class: "nothing-open" }, logo(), element("p", {}, text));
  }

  private show(): void {
    const route = routeOf(location.hash);
    const made = route.kind === "user" ? this.chat.inbox.with(route.id) : undefined;
    if (made !== undefined) {
      toConversation(made.id, true); // until now it was not known, and its beginning shown
    } else if (route.kind === "conversation" && this.view === null && this.chat.inbox.get(route.id)) {
      this.showRoute();
    }
    const user = this.chat.user ?? { id: this.chat.session.userId, name: `User ${this.chat.session.userId}` };
    if (this.self.dataset["name"] !== user.name) {
      this.self.dataset["name"] = user.name;
      this.self.replaceChildren(avatar(user), element("span", { class: "name", dir: "auto" }, user.name));
    }
    const unread = this.chat.inbox.unread;
    document.title = unread > 0 ? `(${unread}) ${TITLE}` : TITLE;
    setHidden(this.bell, !this.notifier.isPossible || this.notifier.isOn);
    this.showConnection();
  }

  /** A break that is over at once is nobody's concern. */
  private showConnection(): void {
    const live = this.chat.connection === "live";
    if (live) {
      window.clearTimeout(this.patience);
      this.patience = undefined;
      setText(this.connection, "");
      this.node.classList.remove("is-broken");
    } else if (this.patience === undefined) {
      this.patience = window.setTimeout(() => this.sayConnection(), CONNECTION_PATIENCE_MS);
    } else if (this.connection.textContent !== "") {
      this.sayConnection();
    }
  }

  private sayConnection(): void {
    const texts = { connecting: "Connecting…", "catching up": "Catching up…", broken: "Reconnecting…", live: "" };
    setText(this.connection, texts[this.chat.connection]);
    this.node.classList.toggle("is-broken", this.chat.connection !== "live");
  }

  private tell(news: News): void {
    const where = this.chat.open?.id === news.message.conversationId ? "" : "New message. ";
    this.announcer.say(`${where}${news.from}: ${news.message.content}`);
    this.notifier.tell(news);
  }

  private async askToNotify(): Promise<void> {
    await this.notifier.request();
    this.announcer.say(this.notifier.isOn ? "You will be notified." : "You will not be notified.");
    this.show();
  }

  private writeTo(userId: number, name: string | null): void {
    const conversation = this.chat.inbox.with(userId);
    if (name !== null) {
      this.names.set(userId, name);
    }
    if (conversation === undefined) {
      toUser(userId);
    } else {
      toConversation(conversation.id);
    }
  }
}
