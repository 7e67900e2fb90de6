/** What the address says to show: the part after `#`, so that going back works. */
export type Route =
  | { readonly kind: "inbox" }
  | { readonly kind: "conversation"; readonly id: number; readonly seq: number | null }
  | { readonly kind: "user"; readonly id: number };

export function routeOf(hash: string): Route {
  const [, kind, id, seq] = /^#\/([cu])\/(\d{1,15})(?:\/(\d{1,15}))?$/u.exec(hash) ?? [];
  if (kind === "c") {
    return { kind: "conversation", id: Number(id), seq: seq === undefined ? null : Number(seq) };
  }
  return kind === "u" ? { kind: "user", id: Number(id) } : { kind: "inbox" };
}

/** @param instead whether going back leads past the present address */
export function toConversation(id: number, instead = false): void {
  const hash = `#/c/${id}`;
  if (instead) {
    history.replaceState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

/** A place is gone to once: from then on it is the conversation that is shown. */
export function forgetPlace(id: number): void {
  history.replaceState(null, "", `#/c/${id}`);
}

export function toUser(id: number): void {
  location.hash = `#/u/${id}`;
}

export function toInbox(): void {
  location.hash = "#/";
}
