const NAMESPACE = "http://www.w3.org/2000/svg";

/** Outlines on a grid of 24. */
const PATHS = {
  alert: "M12 7v6m0 3.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  arrowDown: "M12 5v14m-6-6 6 6 6-6",
  back: "M15 5l-7 7 7 7",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4",
  bellOff: "M6 16v-5a6 6 0 0 1 .8-3M10 5.4A6 6 0 0 1 18 11v4M16 18H4.5L6 16M10 20.5h4M4 3l16 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M2 12.5l4.5 4.5L16 7.5M11 16l1 1 9.5-9.5",
  clock: "M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  close: "M6 6l12 12M18 6L6 18",
  compose: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5",
  search: "M20 20l-4.5-4.5M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z",
  send: "M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4",
  signOut: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5m4-5v5",
} as const;

export type Icon = keyof typeof PATHS;

/** An icon that says nothing: what it means stands beside it, or is the label of its button. */
export function icon(name: Icon): SVGElement {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** The mark of the product: two bubbles. */
export function logo(): SVGElement {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", "logo");
  svg.setAttribute("aria-hidden", "true");
  const shapes = [
    ["logo-back", "M19 6h18a7 7 0 0 1 7 7v9a7 7 0 0 1-7 7h-1v7l-7-7H19a7 7 0 0 1-7-7v-9a7 7 0 0 1 7-7z"],
    ["logo-front", "M11 18h14a7 7 0 0 1 7 7v7a7 7 0 0 1-7 7h-8l-7 6v-6a7 7 0 0 1-6-7v-7a7 7 0 0 1 7-7z"],
  ];
  for (const [name, outline] of shapes) {
    const path = document.createElementNS(NAMESPACE, "path");
    path.setAttribute("class", name!);
    path.setAttribute("d", outline!);
    svg.append(path);
  }
  return svg;
}
