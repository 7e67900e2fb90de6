/** Somebody to try the chat as. */
export interface DemoUser {
  readonly id: number;
  readonly name: string;
  readonly token: string;
}

/**
 * The users of a demo, with tokens. Only a service that runs as one has this address, and only for
 * browsers on its own machine; elsewhere there are none.
 */
export async function demoUsers(): Promise<readonly DemoUser[]> {
  try {
    const response = await fetch("/demo/users", { credentials: "omit" });
    if (!response.ok) {
      return [];
    }
    const { users } = (await response.json()) as { users: readonly DemoUser[] };
    return users;
  } catch {
    return [];
  }
}
