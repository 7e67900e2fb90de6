import { type Message, type StoredMessage, toMessage } from "./contract";
import { Failure } from "./failure";

const BASE = "/api/chat";
const LIMIT_MS = 15_000;

export interface Found {
  readonly messages: readonly StoredMessage[];
  readonly total: number;
  readonly totalPages: number;
}

interface Page {
  readonly data: Found;
}

/** The REST API, as one user. Whatever goes wrong is a {@link Failure}. */
export class Api {
  /** @param token asked for with each request, since it may be renewed */
  constructor(private readonly token: () => string) {}

  /** What comes next before a position, oldest first; without those that were deleted. */
  async before(conversationId: number, seq: number, limit: number): Promise<Message[]> {
    return this.history(conversationId, `before=${seq}&limit=${limit}`);
  }

  /** What comes next after a position, oldest first; without those that were deleted. */
  async after(conversationId: number, seq: number, limit: number): Promise<Message[]> {
    return this.history(conversationId, `after=${seq}&limit=${limit}`);
  }

  private async history(conversationId: number, query: string): Promise<Message[]> {
    const page = await this.call<Page>("GET", `/conversations/${conversationId}/messages?${query}`);
    return page.data.messages.map(toMessage);
  }

  /** Messages of all conversations that contain the text, newest first. */
  async search(text: string, page: number, limit: number): Promise<Found> {
    const query = `q=${encodeURIComponent(text)}&page=${page}&limit=${limit}`;
    return (await this.call<Page>("GET", `/search?${query}`)).data;
  }

  async remove(messageId: number): Promise<void> {
    await this.call("DELETE", `/messages/${messageId}`);
  }

  async restore(messageId: number): Promise<Message> {
    const path = `/messages/${messageId}/restore`;
    return toMessage((await this.call<{ data: StoredMessage }>("POST", path)).data);
  }

  private async call<T>(method: string, path: string): Promise<T> {
    let response: Response;
    let body: { error?: string; code?: string };
    try {
      response = await fetch(BASE + path, {
        method,
        headers: { authorization: `Bearer ${this.token()}` },
        // A cookie would win over the token, and might be somebody else's.
        credentials: "omit",
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      body = await response.json();
    } catch {
      throw Failure.unreachable();
    }
    if (!response.ok) {
      const retryable = response.status === 429 || response.status === 503;
      throw new Failure(body.error ?? "That did not work", body.code ?? "unknown", retryable);
    }
    return body as T;
  }
}
