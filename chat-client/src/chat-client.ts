import { ChatSocket } from "./chat-socket.js";
import { ConversationFeed, type FeedOptions } from "./conversation-feed.js";
import { RestClient, type TokenSource } from "./rest-client.js";

/** Where the service is, and who uses it. */
export interface ChatOptions {
  /**
   * The service's address, with its path if it is mounted at one; the page's own origin if it is
   * missing. In a browser the path alone is enough.
   */
  readonly url?: string;
  /** Gives the user's token, with each request and each connection. */
  readonly token: TokenSource;
  /** Gives a newer token, a minute before the one that the socket has ends; null if there is none. */
  readonly renewToken?: () => Promise<string | null>;
}

/** The chat, as one user: REST calls, and a socket that stays connected. */
export class ChatClient {
  readonly rest: RestClient;
  readonly socket: ChatSocket;

  constructor(options: ChatOptions) {
    const url = (options.url ?? "").replace(/\/+$/u, "");
    this.rest = new RestClient(url, options.token);
    this.socket = new ChatSocket(url, options.token, options.renewToken ?? (async () => null));
  }

  /** Follows one conversation live, until the feed is closed. */
  follow(conversationId: number, options: FeedOptions): ConversationFeed {
    return new ConversationFeed(this.socket, conversationId, options);
  }

  close(): void {
    this.socket.close();
  }
}
