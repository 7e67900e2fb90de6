const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const SHORT_WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const SHORT_DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" });
const DAY_MS = 24 * 60 * 60 * 1_000;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whole days from then until today. */
function daysAgo(date: Date): number {
  return Math.round((startOfDay(new Date()) - startOfDay(date)) / DAY_MS);
}

export function time(iso: string): string {
  return TIME.format(new Date(iso));
}

export function full(iso: string): string {
  return FULL.format(new Date(iso));
}

/** The same for two times of one day, here. */
export function dayOf(iso: string): string {
  return String(startOfDay(new Date(iso)));
}

export function dayName(iso: string): string {
  const date = new Date(iso);
  const days = daysAgo(date);
  if (days === 0) {
    return "Today";
  }
  if (days === 1) {
    return "Yesterday";
  }
  return days > 1 && days < 7 ? WEEKDAY.format(date) : DATE.format(date);
}

/** As short as it is clear. */
export function briefly(iso: string): string {
  const date = new Date(iso);
  const days = daysAgo(date);
  if (days === 0) {
    return TIME.format(date);
  }
  if (days === 1) {
    return "Yesterday";
  }
  return days > 1 && days < 7 ? SHORT_WEEKDAY.format(date) : SHORT_DATE.format(date);
}

export function lastSeen(iso: string): string {
  const day = dayName(iso);
  return `Last seen ${day === "Today" ? "today" : day.replace("Yesterday", "yesterday")} at ${time(iso)}`;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
  return letters
    .map((word) => (word === undefined ? "" : ([...word][0] ?? "")))
    .join("")
    .toUpperCase();
}

/** A text in pieces, every other of which is one of the hits. */
export function splitAtHits(text: string, hit: string): string[] {
  if (hit === "") {
    return [text];
  }
  const literal = hit.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
  return text.split(new RegExp(`(${literal})`, "giu"));
}
