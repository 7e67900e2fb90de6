import { Failure, type StoredMessage, toMessage } from "chat-client";
import type { Chat } from "../model/chat";
import { element, setHidden, setText } from "./dom";
import { briefly } from "./format";
import { icon } from "./icons";
import { marked } from "./message-row";
import { avatar } from "./person";

const PAUSE_MS = 250;
const PAGE = 20;
/** So many characters before the first hit are shown. */
const BEFORE_HIT = 24;

/** Looks for messages, in all conversations. */
export class SearchView {
  readonly field: HTMLElement;
  readonly results: HTMLElement;
  readonly input: HTMLInputElement;
  /** Told what is searched for; empty for nothing. */
  onText: (text: string) => void = () => {};

  private readonly status = element("p", { class: "hint", role: "status" });
  private readonly list = element("ul", { class: "found" });
  private readonly more: HTMLButtonElement;
  private timer: number | undefined;
  private text = "";
  private page = 0;

  constructor(private readonly chat: Chat) {
    this.input = element("input", {
      type: "search",
      placeholder: "Search messages",
      "aria-label": "Search messages",
      autocomplete: "off",
      maxlength: 200,
      input: () => this.typed(),
      keydown: (event: KeyboardEvent) => this.key(event),
    });
    this.field = element("div", { class: "search", role: "search" }, icon("search"), this.input);
    this.more = element(
      "button",
      { type: "button", class: "text-button more", click: () => void this.next() },
      "Show more",
    );
    this.results = element(
      "section",
      { class: "results", "aria-label": "Found messages", hidden: true },
      this.status,
      this.list,
      this.more,
    );
  }

  get isSearching(): boolean {
    return this.text !== "";
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.start(), PAUSE_MS);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.input.value !== "") {
      event.preventDefault();
      this.input.value = "";
      this.start();
    } else if (event.key === "ArrowDown") {
      this.list.querySelector("a")?.focus();
    }
  }

  private start(): void {
    this.text = this.input.value.trim();
    this.page = 0;
    this.list.replaceChildren();
    setHidden(this.more, true);
    setHidden(this.results, !this.isSearching);
    setText(this.status, "Searching…");
    this.onText(this.text);
    if (this.isSearching) {
      void this.next();
    }
  }

  private async next(): Promise<void> {
    const text = this.text;
    const page = this.page + 1;
    try {
      const found = await this.chat.rest.search({ q: text, page, limit: PAGE });
      if (text === this.text && page === this.page + 1) {
        this.page = page;
        const count = found.total === 1 ? "1 message" : `${found.total} messages`;
        setText(this.status, found.total === 0 ? "Nothing found." : count);
        this.list.append(...found.messages.map((message) => this.row(message)));
        setHidden(this.more, page >= found.totalPages);
      }
    } catch (problem) {
      if (text === this.text) {
        setText(this.status, `${Failure.of(problem).message}.`);
      }
    }
  }

  private row(stored: StoredMessage): HTMLElement {
    const message = toMessage(stored);
    const isOwn = message.senderId === this.chat.session.userId;
    const other = isOwn ? stored.receiver : stored.sender;
    const link = element(
      "a",
      { href: `#/c/${message.conversationId}/${message.seq}` },
      element("span", { class: "portrait" }, avatar(other)),
      element(
        "span",
        { class: "first-line" },
        element("span", { class: "name", dir: "auto" }, other.name),
        element("time", { class: "when" }, briefly(message.createdAt)),
      ),
      element(
        "span",
        { class: "second-line" },
        element(
          "span",
          { class: "preview", dir: "auto" },
          ...(isOwn ? ["You: "] : []),
          ...marked(aroundHit(message.content, this.text), this.text),
        ),
      ),
    );
    return element("li", {}, link);
  }
}

function aroundHit(text: string, hit: string): string {
  const at = text.toLowerCase().indexOf(hit.toLowerCase());
  return at > BEFORE_HIT ? `…${text.slice(at - BEFORE_HIT)}` : text;
}
