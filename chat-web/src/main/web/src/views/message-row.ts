import type { Draft } from "../model/outbox";
import type { Message } from "chat-client";
import { attachment } from "./attachment";
import { element, iconButton, type Row, setHidden, setText, spoken } from "./dom";
import { full, splitAtHits, time } from "./format";
import { type Icon, icon } from "./icons";

export type State = "sending" | "failed" | "sent" | "read" | "received";

interface MessageItem {
  readonly kind: "message";
  readonly message: Message;
  readonly state: State;
  readonly deleted: boolean;
  /** Whether it follows one of the same person. */
  readonly follows: boolean;
  /** Who has written it. */
  readonly author: string;
  /** What was searched for, to be marked. */
  readonly hit: string;
}

interface DraftItem {
  readonly kind: "draft";
  readonly draft: Draft;
  readonly follows: boolean;
}

interface LineItem {
  readonly kind: "day" | "unread";
  readonly label: string;
  readonly key: string;
}

export type Item = MessageItem | DraftItem | LineItem;

export interface MessageActions {
  delete(message: Message): void;
  restore(message: Message): void;
  retry(draft: Draft): void;
  discard(draft: Draft): void;
}

const STATES: Record<Exclude<State, "received">, { icon: Icon; label: string }> = {
  sending: { icon: "clock", label: "Sending" },
  failed: { icon: "alert", label: "Not sent" },
  sent: { icon: "check", label: "Sent" },
  read: { icon: "checks", label: "Read" },
};

/** A message keeps its element from the moment it is written. */
export function keyOf(item: Item): string {
  switch (item.kind) {
    case "message":
      return item.message.clientMessageId === null || item.state === "received"
        ? `id ${item.message.id}`
        : `own ${item.message.clientMessageId}`;
    case "draft":
      return `own ${item.draft.clientMessageId}`;
    default:
      return `${item.kind} ${item.key}`;
  }
}

export function rowOf(item: Item, actions: MessageActions): Row<Item> {
  return item.kind === "message" || item.kind === "draft"
    ? new MessageRow(item, actions)
    : lineRow(item);
}

function lineRow(item: LineItem): Row<Item> {
  const node = element("li", { class: `line line-${item.kind}` }, element("span", {}, item.label));
  return { node, update: () => {} };
}

class MessageRow implements Row<Item> {
  readonly node: HTMLLIElement;
  private readonly author = spoken("");
  private readonly text = element("p", { class: "text", dir: "auto" });
  private readonly gone: HTMLElement;
  private readonly when = element("time", { class: "when" });
  private readonly tick = element("span", { class: "tick" });
  private readonly problem = element("p", { class: "problem" });
  private readonly deleteButton: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly bubble: HTMLElement;
  private item: MessageItem | DraftItem;
  private shown = "";
  private state: State | null = null;

  constructor(item: MessageItem | DraftItem, actions: MessageActions) {
    this.item = item;
    this.deleteButton = iconButton("Delete message", icon("trash"), () => {
      if (this.item.kind === "message") {
        actions.delete(this.item.message);
      }
    });
    this.deleteButton.classList.add("delete");
    this.undo = element(
      "button",
      {
        type: "button",
        class: "text-button",
        click: () => this.item.kind === "message" && actions.restore(this.item.message),
      },
      "Undo",
    );
    this.gone = element("p", { class: "gone" }, "Message deleted", this.undo);
    const withDraft = (action: (draft: Draft) => void) => () => {
      if (this.item.kind === "draft") {
        action(this.item.draft);
      }
    };
    const choices = element(
      "span",
      { class: "choices" },
      element(
        "button",
        { type: "button", class: "text-button", click: withDraft(actions.retry) },
        "Try again",
      ),
      element(
        "button",
        { type: "button", class: "text-button", click: withDraft(actions.discard) },
        "Discard",
      ),
    );
    this.bubble = element(
      "div",
      { class: "bubble" },
      this.author,
      this.text,
      element("span", { class: "meta" }, this.when, this.tick),
    );
    this.problem.append(element("span"), choices);
    this.node = element(
      "li",
      { class: "message" },
      element("div", { class: "beside" }, this.deleteButton, this.bubble),
      this.gone,
      this.problem,
    );
  }

  update(item: Item): void {
    if (item.kind !== "message" && item.kind !== "draft") {
      return;
    }
    this.item = item;
    const written = item.kind === "message" ? item.message : item.draft;
    const deleted = item.kind === "message" && item.deleted;
    const state = stateOf(item);
    const own = state !== "received";
    this.node.className = `message ${own ? "own" : "other"} ${item.follows ? "follows" : ""} ${state}`;
    if (item.kind === "message") {
      this.node.dataset["seq"] = String(item.message.seq);
    }
    setText(this.author, item.kind === "message" ? `${item.author}: ` : "You: ");
    this.showContent(written, item.kind === "message" ? item.hit : "");
    if (this.when.dateTime !== written.createdAt) {
      this.when.dateTime = written.createdAt;
      this.when.title = full(written.createdAt);
      setText(this.when, time(written.createdAt));
    }
    this.showState(state);
    setHidden(this.deleteButton, item.kind === "draft" || !own);
    setHidden(this.bubble.parentElement!, deleted);
    setHidden(this.gone, !deleted);
    setHidden(this.undo, !own);
    const problem = item.kind === "draft" ? item.draft.problem : null;
    setText(this.problem.firstElementChild!, problem ?? "");
    setHidden(this.problem, problem === null);
  }

  private showContent(written: { content: string; attachmentUrl: string | null }, hit: string): void {
    const shown = `${hit}\n${written.attachmentUrl}\n${written.content}`;
    if (this.shown === shown) {
      return;
    }
    this.shown = shown;
    // A message must have a text; one that is the address itself says nothing more.
    const text = written.content === written.attachmentUrl ? "" : written.content;
    this.text.replaceChildren(...marked(text, hit));
    setHidden(this.text, text === "");
    this.bubble.querySelectorAll(":scope > a").forEach((old) => old.remove());
    const attached = written.attachmentUrl === null ? null : attachment(written.attachmentUrl);
    if (attached !== null) {
      this.text.before(attached);
    }
  }

  private showState(state: State): void {
    if (this.state !== state) {
      this.state = state;
      if (state === "received") {
        this.tick.replaceChildren();
      } else {
        const { icon: name, label } = STATES[state];
        this.tick.replaceChildren(icon(name), spoken(label));
        this.tick.title = label;
      }
    }
  }
}

function stateOf(item: MessageItem | DraftItem): State {
  if (item.kind === "message") {
    return item.state;
  }
  return item.draft.problem === null ? "sending" : "failed";
}

/** A text with its hits marked. */
export function marked(text: string, hit: string): (Node | string)[] {
  return splitAtHits(text, hit).map((piece, i) => (i % 2 === 1 ? element("mark", {}, piece) : piece));
}
