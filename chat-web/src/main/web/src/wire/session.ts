const TOKEN = "chat.token";
const USER = "chat.user";

/** Who is signed in, in this tab: another tab may be somebody else. */
export class Session {
  private constructor(
    readonly userId: number,
    private current: string,
  ) {}

  get token(): string {
    return this.current;
  }

  /** The session that this tab had before it was loaded anew. */
  static restored(): Session | null {
    const token = sessionStorage.getItem(TOKEN);
    const userId = Number(sessionStorage.getItem(USER));
    return token === null || userId === 0 ? null : new Session(userId, token);
  }

  /**
   * Null if the text is no token of a user; whether it is a good one, only the server knows. Fails if
   * the user has a name only, and the server does not tell his number.
   */
  static async of(token: string): Promise<Session | null> {
    const key = keyOf(token);
    if (key === null) {
      return null;
    }
    const isNumber = typeof key === "number" && Number.isSafeInteger(key) && key > 0;
    return new Session(isNumber ? key : await numberOf(String(key), token), token);
  }

  keep(): void {
    sessionStorage.setItem(TOKEN, this.current);
    sessionStorage.setItem(USER, String(this.userId));
  }

  renew(token: string): void {
    this.current = token;
    this.keep();
  }

  static forget(): void {
    sessionStorage.removeItem(TOKEN);
    sessionStorage.removeItem(USER);
  }
}

/** What the host calls the user: the claim `id`, else `sub`. */
function keyOf(token: string): string | number | null {
  try {
    const payload = token.split(".")[1] ?? "";
    const bytes = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    const claims: unknown = JSON.parse(text);
    if (typeof claims !== "object" || claims === null) {
      return null;
    }
    const { id, sub } = claims as { id?: unknown; sub?: unknown };
    const key = id ?? sub;
    return typeof key === "number" || (typeof key === "string" && key !== "") ? key : null;
  } catch {
    return null;
  }
}

/** Where the host's users have UUIDs or texts, which may be of digits, the chat gives them numbers, and tells them. */
async function numberOf(key: string, token: string): Promise<number> {
  const response = await fetch(`/api/chat/users?keys=${encodeURIComponent(key)}`, {
    headers: { authorization: `Bearer ${token}` },
    credentials: "omit",
  });
  const answer = (await response.json()) as { data?: readonly { id: number }[]; error?: string };
  const [user] = answer.data ?? [];
  if (user === undefined) {
    throw new Error(answer.error ?? "No such user");
  }
  return user.id;
}
