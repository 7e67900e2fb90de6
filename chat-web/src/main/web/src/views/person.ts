import type { User } from "chat-client";
import { element } from "./dom";
import { initials } from "./format";

const TINTS = 6;

/** A photo if there is one, else initials. Decoration: the name stands beside it. */
export function avatar(user: Pick<User, "id" | "name"> & { profile_photo?: string | null }): HTMLElement {
  const tint = `avatar tint-${user.id % TINTS}`;
  const made = element("span", { class: tint, "aria-hidden": "true" }, initials(user.name));
  const photo = webAddress(user.profile_photo ?? "");
  if (photo !== null) {
    const image = element("img", { src: photo, alt: "", referrerpolicy: "no-referrer" });
    image.addEventListener("error", () => image.remove());
    made.append(image);
  }
  return made;
}

/** An address that is safe to follow; null for any other text. */
export function webAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
