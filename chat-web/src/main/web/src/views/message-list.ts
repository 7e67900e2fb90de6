import type { OpenConversation } from "../model/open-conversation";
import { element, iconButton, KeyedList, setHidden } from "./dom";
import { icon } from "./icons";
import { type Item, keyOf, type MessageActions, rowOf } from "./message-row";

/** So near to an end more is read. */
const NEAR_PX = 800;
const AT_END_PX = 60;

/** The messages, which stay where they are on the screen when others come before or after them. */
export class MessageList {
  readonly node: HTMLElement;
  /** Told when the end comes into view or leaves it. */
  onMoved: () => void = () => {};
  private readonly list = element("ol", { class: "messages" });
  private readonly scroller: HTMLElement;
  private readonly toEnd: HTMLButtonElement;
  private readonly rows: KeyedList<Item>;
  private sticks = true;

  constructor(
    private readonly open: OpenConversation,
    label: string,
    actions: MessageActions,
  ) {
    this.rows = new KeyedList(this.list, keyOf, (item) => rowOf(item, actions));
    this.scroller = element(
      "div",
      { class: "scroller", tabindex: 0, role: "region", "aria-label": label, scroll: () => this.scrolled() },
      this.list,
    );
    this.toEnd = iconButton("Go to the newest message", icon("arrowDown"), () => this.goToEnd(), "to-end");
    this.node = element("div", { class: "message-list" }, this.scroller, this.toEnd);
    new ResizeObserver(() => this.resized()).observe(this.scroller);
  }

  /** Whether the newest message is in view. */
  get isAtEnd(): boolean {
    return this.sticks && !this.open.timeline.hasNewer;
  }

  show(items: readonly Item[]): void {
    const anchor = this.anchor();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    this.rows.show(items);
    if (this.open.target !== null && this.goToTarget(this.open.target)) {
      this.open.target = null;
    } else if (this.isAtEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } else if (anchor?.isConnected) {
      this.scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    }
    this.moved();
  }

  goToEnd(): void {
    this.sticks = true;
    void this.open.goToEnd().then(() => {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.moved();
    });
  }

  /** The first message that is in view. */
  private anchor(): Element | undefined {
    const top = this.scroller.getBoundingClientRect().top;
    const messages = this.list.querySelectorAll(".message");
    let from = 0;
    let to = messages.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (messages[middle]!.getBoundingClientRect().bottom < top) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return messages[from];
  }

  /** False if it is still to be read. */
  private goToTarget(seq: number): boolean {
    const row = this.list.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (row === null) {
      return false;
    }
    row.scrollIntoView({ block: "center" });
    this.sticks = this.isNearEnd(AT_END_PX);
    this.list.querySelector("[data-found]")?.removeAttribute("data-found");
    row.setAttribute("data-found", "");
    return true;
  }

  private scrolled(): void {
    this.sticks = this.isNearEnd(AT_END_PX);
    this.moved();
  }

  private isNearEnd(pixels: number): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < pixels;
  }

  private resized(): void {
    if (this.isAtEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
  }

  private moved(): void {
    if (this.open.timeline.loaded && this.scroller.clientHeight > 0) {
      if (this.scroller.scrollTop < NEAR_PX) {
        void this.open.loadOlder();
      }
      if (this.isNearEnd(NEAR_PX)) {
        void this.open.loadNewer();
      }
    }
    setHidden(this.toEnd, this.isAtEnd);
    this.onMoved();
  }
}
