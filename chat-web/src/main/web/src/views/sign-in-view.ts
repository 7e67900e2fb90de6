import { type DemoUser, demoUsers } from "../wire/demo";
import { Session } from "../wire/session";
import { element, setHidden, setText } from "./dom";
import { logo } from "./icons";
import { avatar } from "./person";

/** Asks who the user is: for a token, or for one of the demo's users. */
export class SignInView {
  readonly node: HTMLElement;
  private readonly problem = element("p", { class: "problem", role: "alert" });
  private readonly token: HTMLTextAreaElement;
  private readonly people = element("ul", { class: "people" });
  private readonly demo: HTMLElement;

  /**
   * @param reason why the user has to sign in again; empty if he has not been signed in
   * @param onSession told of a session that looks like one
   */
  constructor(
    reason: string,
    private readonly onSession: (session: Session) => void,
  ) {
    this.token = element("textarea", {
      id: "token",
      rows: 3,
      autocomplete: "off",
      spellcheck: "false",
      required: true,
      "aria-describedby": "token-hint",
    });
    this.demo = element(
      "section",
      { class: "demo", "aria-labelledby": "demo-title", hidden: true },
      element("h2", { id: "demo-title" }, "Choose who you are"),
      element("p", { class: "hint" }, "Open a second tab to be somebody else at the same time."),
      this.people,
    );
    const form = element(
      "form",
      {
        novalidate: true,
        submit: (event: Event) => {
          event.preventDefault();
          void this.signIn(this.token.value.trim());
        },
      },
      element("label", { for: "token" }, "Your token"),
      this.token,
      element(
        "p",
        { class: "hint", id: "token-hint" },
        "A JSON Web Token of your application. It stays in this tab.",
      ),
      element("button", { type: "submit", class: "button" }, "Sign in"),
    );
    this.node = element(
      "main",
      { class: "sign-in" },
      element(
        "div",
        { class: "card" },
        logo(),
        element("h1", {}, "Parley"),
        this.problem,
        this.demo,
        form,
      ),
    );
    this.refuse(reason);
    void this.offerDemo();
  }

  private async offerDemo(): Promise<void> {
    const users = await demoUsers();
    this.people.replaceChildren(...users.map((user) => this.person(user)));
    setHidden(this.demo, users.length === 0);
    this.node.classList.toggle("with-demo", users.length > 0);
  }

  private person(user: DemoUser): HTMLElement {
    const choose = () => void this.signIn(user.token);
    const button = element(
      "button",
      { type: "button", class: "person", click: choose },
      avatar(user),
      element("span", { dir: "auto" }, user.name),
    );
    return element("li", {}, button);
  }

  private async signIn(token: string): Promise<void> {
    let session: Session | null;
    try {
      session = await Session.of(token);
    } catch (problem) {
      this.refuse(`The user of this token could not be found: ${(problem as Error).message}.`);
      return;
    }
    if (session === null) {
      this.refuse("This is not a token: it has three parts with dots between them.");
    } else {
      this.onSession(session);
    }
  }

  private refuse(reason: string): void {
    setText(this.problem, reason);
    setHidden(this.problem, reason === "");
  }
}
