import { element } from "./dom";
import { icon } from "./icons";
import { webAddress } from "./person";

const IMAGES = /\.(avif|gif|jpe?g|png|webp)$/iu;

/** What a message refers to, as a picture or a link; null if the address is none to follow. */
export function attachment(text: string): HTMLElement | null {
  const address = webAddress(text);
  if (address === null) {
    return null;
  }
  const url = new URL(address);
  const safely = { href: address, target: "_blank", rel: "noopener noreferrer" };
  const link = () =>
    element("a", { ...safely, class: "attachment-link" }, icon("link"), element("span", {}, nameOf(url)));
  if (!IMAGES.test(url.pathname)) {
    return link();
  }
  const image = element("img", {
    src: address,
    alt: `Picture ${nameOf(url)}`,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  const shown = element("a", { ...safely, class: "attachment-image" }, image);
  image.addEventListener("error", () => shown.replaceWith(link()));
  return shown;
}

export function nameOf(url: URL): string {
  const last = url.pathname.split("/").pop() ?? "";
  return last === "" ? url.host : `${last} · ${url.host}`;
}
