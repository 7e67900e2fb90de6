import { element, spoken } from "./dom";

/** Says to screen readers what others see, politely. */
export class Announcer {
  readonly node = element("div", { class: "spoken", role: "status", "aria-live": "polite" });

  say(text: string): void {
    // A new element is announced even if it says the same as the last one.
    this.node.replaceChildren(spoken(text));
  }
}
