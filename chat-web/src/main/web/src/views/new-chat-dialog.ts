import { demoUsers } from "../wire/demo";
import { element, iconButton, setHidden } from "./dom";
import { icon } from "./icons";
import { avatar } from "./person";

/** Asks whom to write to. The chat knows no list of users, only a demo does. */
export class NewChatDialog {
  readonly node: HTMLDialogElement;
  private readonly input: HTMLInputElement;
  private readonly people = element("ul", { class: "people", hidden: true });

  constructor(
    private readonly ownId: number,
    private readonly onUser: (userId: number, name: string | null) => void,
  ) {
    this.input = element("input", {
      id: "user-id",
      inputmode: "numeric",
      pattern: "[0-9]+",
      required: true,
      autocomplete: "off",
    });
    const form = element(
      "form",
      {
        submit: (event: Event) => {
          event.preventDefault();
          this.choose(Number(this.input.value), null);
        },
      },
      element("label", { for: "user-id" }, "Number of the user"),
      this.input,
      element("button", { type: "submit", class: "button" }, "Write"),
    );
    this.node = element(
      "dialog",
      { "aria-labelledby": "new-chat-title" },
      element(
        "header",
        {},
        element("h2", { id: "new-chat-title" }, "New conversation"),
        iconButton("Close", icon("close"), () => this.node.close()),
      ),
      this.people,
      form,
    );
  }

  async ask(): Promise<void> {
    this.input.value = "";
    this.node.showModal();
    const users = (await demoUsers()).filter((user) => user.id !== this.ownId);
    this.people.replaceChildren(
      ...users.map((user) => {
        const choose = () => this.choose(user.id, user.name);
        const name = element("span", { dir: "auto" }, user.name);
        const button = element("button", { type: "button", class: "person", click: choose }, avatar(user), name);
        return element("li", {}, button);
      }),
    );
    setHidden(this.people, users.length === 0);
  }

  private choose(userId: number, name: string | null): void {
    this.node.close();
    this.onUser(userId, name);
  }
}
