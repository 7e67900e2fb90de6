import { Failure } from "./failure.js";
import type {
  Query,
  SendMessageRequest,
  StoredConversation,
  StoredMessage,
  Success,
} from "./types.js";

const LIMIT_MS = 15_000;

/** Gives the token of the moment. */
export type TokenSource = () => string | Promise<string>;

/** The REST API, as one user. Whatever goes wrong is a {@link Failure}. */
export class RestClient {
  /**
   * @param url where the service is, without a slash at the end; empty for the page's own origin
   * @param token asked for with each request, since it may be renewed
   */
  constructor(
    private readonly url: string,
    private readonly token: TokenSource,
  ) {}

  /** Sends a message. With a `clientMessageId` it may be repeated: it is stored once. */
  async send(request: SendMessageRequest): Promise<StoredMessage> {
    return (await this.call<Success<"sendMessage">>("POST", "/send", {}, request)).data;
  }

  /** The inbox, newest first. */
  async conversations(
    query: Query<"listConversations"> = {},
  ): Promise<Success<"listConversations">["data"]> {
    const path = "/conversations";
    return (await this.call<Success<"listConversations">>("GET", path, query)).data;
  }

  /** A part of a history, oldest first: by page, or next to a position. Deleted ones are left out. */
  async messages(
    conversationId: number,
    query: Query<"listMessages"> = {},
  ): Promise<Success<"listMessages">["data"]> {
    const path = `/conversations/${conversationId}/messages`;
    return (await this.call<Success<"listMessages">>("GET", path, query)).data;
  }

  /** Marks as read what is addressed to the user: everything, or up to a position. */
  async markRead(conversationId: number, upTo?: number): Promise<void> {
    const body = upTo === undefined ? undefined : { upTo };
    await this.call("PUT", `/conversations/${conversationId}/read`, {}, body);
  }

  async unreadCount(): Promise<number> {
    return (await this.call<Success<"countUnread">>("GET", "/unread-count")).unreadCount;
  }

  /** The conversations that have unread messages. */
  async unread(): Promise<Success<"listUnread">["data"]> {
    return (await this.call<Success<"listUnread">>("GET", "/unread")).data;
  }

  /** Messages of all conversations that contain the text, newest first. */
  async search(query: Query<"searchMessages">): Promise<Success<"searchMessages">["data"]> {
    return (await this.call<Success<"searchMessages">>("GET", "/search", query)).data;
  }

  /** The same, in one conversation. */
  async searchConversation(
    conversationId: StoredConversation["id"],
    query: Query<"searchConversation">,
  ): Promise<Success<"searchConversation">["data"]> {
    const path = `/conversations/${conversationId}/search`;
    return (await this.call<Success<"searchConversation">>("GET", path, query)).data;
  }

  async delete(messageId: number): Promise<void> {
    await this.call("DELETE", `/messages/${messageId}`);
  }

  /** Takes a delete back. */
  async restore(messageId: number): Promise<StoredMessage> {
    const path = `/messages/${messageId}/restore`;
    return (await this.call<Success<"restoreMessage">>("POST", path)).data;
  }

  /** What has changed since a cursor, in the shapes of REST; over a socket, ask the event `sync`. */
  async sync(query: Query<"sync"> = {}): Promise<Success<"sync">["data"]> {
    return (await this.call<Success<"sync">>("GET", "/sync", query)).data;
  }

  private async call<T>(
    method: string,
    path: string,
    query: object = {},
    body?: object,
  ): Promise<T> {
    let response: Response;
    let answer: { error?: string; code?: Failure["code"]; requestId?: string };
    try {
      const token = await this.token();
      response = await fetch(`${this.url}/api/chat${path}${queryOf(query)}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // A cookie would win over the token, and might be somebody else's.
        credentials: "omit",
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      answer = await response.json();
    } catch {
      throw Failure.unreachable();
    }
    if (!response.ok) {
      throw new Failure(answer.error ?? "That did not work", answer.code ?? "unknown", {
        retryable: response.status === 429 || response.status === 503,
        retryAfterMillis: 1_000 * Number(response.headers.get("retry-after")) || undefined,
        status: response.status,
        requestId: answer.requestId,
      });
    }
    return answer as T;
  }
}

function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
