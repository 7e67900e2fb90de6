import type { News } from "../model/chat";

const MOST_CHARACTERS = 140;

/** Notifications of the system, for those who want them, while the page is not looked at. */
export class Notifier {
  /** Told to show a conversation that was clicked on. */
  onClick: (conversationId: number) => void = () => {};

  get isPossible(): boolean {
    return "Notification" in window && Notification.permission !== "denied";
  }

  get isOn(): boolean {
    return "Notification" in window && Notification.permission === "granted";
  }

  /** Browsers only ask when the user has clicked. */
  async request(): Promise<void> {
    await Notification.requestPermission();
  }

  tell(news: News): void {
    if (!this.isOn || document.visibilityState === "visible") {
      return;
    }
    const body = news.message.content.slice(0, MOST_CHARACTERS);
    try {
      // The same message in another tab has the same tag: it is shown once.
      const notification = new Notification(news.from, { body, tag: `message-${news.messageId}` });
      notification.onclick = () => {
        window.focus();
        notification.close();
        this.onClick(news.message.conversationId);
      };
    } catch {
      // some phones have notifications of service workers only
    }
  }
}
