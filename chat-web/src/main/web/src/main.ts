import "./styles.css";
import { Chat } from "./model/chat";
import { ChatView } from "./views/chat-view";
import { SignInView } from "./views/sign-in-view";
import { Session } from "./wire/session";

function signIn(reason: string): void {
  const view = new SignInView(reason, start);
  document.body.replaceChildren(view.node);
}

function start(session: Session): void {
  session.keep();
  const chat = new Chat(session);
  const end = (reason: string) => {
    chat.close();
    view.close();
    Session.forget();
    history.replaceState(null, "", "#/");
    signIn(reason);
  };
  const view = new ChatView(chat, () => end(""));
  chat.onEnd = end;
  document.body.replaceChildren(view.node);
}

const session = Session.restored();
if (session === null) {
  signIn("");
} else {
  start(session);
}
