const KEY = "chat.token";

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
    const token = sessionStorage.getItem(KEY);
    return token === null ? null : Session.of(token);
  }

  /** Null if the text is no token of a user; whether it is a good one, only the server knows. */
  static of(token: string): Session | null {
    const userId = userOf(token);
    return userId === null ? null : new Session(userId, token);
  }

  keep(): void {
    sessionStorage.setItem(KEY, this.current);
  }

  renew(token: string): void {
    this.current = token;
    this.keep();
  }

  static forget(): void {
    sessionStorage.removeItem(KEY);
  }
}

/** The claim `id`, else `sub`. */
function userOf(token: string): number | null {
  try {
    const payload = token.split(".")[1] ?? "";
    const bytes = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const claims: unknown = JSON.parse(bytes);
    if (typeof claims !== "object" || claims === null) {
      return null;
    }
    const { id, sub } = claims as { id?: unknown; sub?: unknown };
    const user = Number(id ?? sub);
    return Number.isSafeInteger(user) && user > 0 ? user : null;
  } catch {
    return null;
  }
}
