import { element, iconButton, setHidden, setText } from "./dom";
import { icon } from "./icons";
import { webAddress } from "./person";

const MOST_CHARACTERS = 10_000;
const MOST_IN_ADDRESS = 2_048;

/** Where a message is written. Enter sends it, with Shift it begins a line. */
export class Composer {
  readonly node: HTMLFormElement;
  private readonly text: HTMLTextAreaElement;
  private readonly address: HTMLInputElement;
  private readonly addressField: HTMLElement;
  private readonly problem = element("p", { class: "problem", role: "alert", hidden: true });

  /**
   * @param onSend a text, and the address of an attachment
   * @param onKey whenever something is typed, with whether there is any text
   */
  constructor(
    private readonly onSend: (text: string, attachmentUrl: string | null) => void,
    onKey: (hasText: boolean) => void,
  ) {
    this.text = element("textarea", {
      rows: 1,
      placeholder: "Write a message",
      "aria-label": "Message",
      dir: "auto",
      input: () => {
        this.fit();
        setHidden(this.problem, true);
        onKey(this.text.value.trim() !== "");
      },
      keydown: (event: KeyboardEvent) => {
        // Safari tells the key that ends a composition after its end, as key 229.
        const isComposing = event.isComposing || event.keyCode === 229;
        if (event.key === "Enter" && !event.shiftKey && !isComposing) {
          event.preventDefault();
          this.send();
        }
      },
    });
    this.address = element("input", {
      type: "url",
      placeholder: "https://…",
      "aria-label": "Address of an attachment",
      maxlength: MOST_IN_ADDRESS,
      autocomplete: "off",
    });
    this.addressField = element(
      "div",
      { class: "address", hidden: true },
      icon("link"),
      this.address,
      iconButton("Remove attachment", icon("close"), () => this.attach(false)),
    );
    this.node = element(
      "form",
      {
        class: "composer",
        novalidate: true,
        submit: (event: Event) => {
          event.preventDefault();
          this.send();
        },
      },
      this.problem,
      this.addressField,
      element(
        "div",
        { class: "writing" },
        iconButton("Attach a link", icon("link"), () => this.attach(this.addressField.hidden)),
        this.text,
        element(
          "button",
          { type: "submit", class: "icon-button send", title: "Send", "aria-label": "Send" },
          icon("send"),
        ),
      ),
    );
  }

  get value(): string {
    return this.text.value;
  }

  set value(text: string) {
    this.text.value = text;
    this.attach(false);
    setHidden(this.problem, true);
    this.fit();
  }

  focus(): void {
    this.text.focus();
  }

  private attach(shown: boolean): void {
    setHidden(this.addressField, !shown);
    this.address.value = "";
    if (shown) {
      this.address.focus();
    }
  }

  private send(): void {
    const typed = this.text.value.trim();
    const wanted = this.address.value.trim();
    const attachmentUrl = wanted === "" ? null : webAddress(wanted);
    if (wanted !== "" && attachmentUrl === null) {
      this.refuse("An attachment is an address that starts with https:// or http://");
    } else if ([...typed].length > MOST_CHARACTERS) {
      this.refuse(`A message has at most ${MOST_CHARACTERS.toLocaleString("en")} characters`);
    } else if (typed !== "" || attachmentUrl !== null) {
      this.value = "";
      // The server wants a text: for an attachment alone, its address.
      this.onSend(typed === "" ? attachmentUrl! : typed, attachmentUrl);
      this.focus();
    }
  }

  private refuse(why: string): void {
    setText(this.problem, why);
    setHidden(this.problem, false);
  }

  /** As high as its text, as far as the style lets it. */
  private fit(): void {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }
}
