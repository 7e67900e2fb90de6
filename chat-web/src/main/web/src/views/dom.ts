type Child = Node | string | null;
type Attribute = string | number | boolean | null | ((event: never) => void);

/**
 * Makes an element. Texts become text nodes, functions listeners, `true` an empty attribute; `false` and
 * null none. Nothing here, or anywhere in the page, takes HTML.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value as EventListener);
    } else if (value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets a text only if it is another one, so that nobody is told of it for nothing. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

export function setHidden(target: HTMLElement, hidden: boolean): void {
  if (target.hidden !== hidden) {
    target.hidden = hidden;
  }
}

/** For screen readers only. */
export function spoken(text: string): HTMLElement {
  return element("span", { class: "spoken" }, text);
}

/** A button that shows an icon and says what it does. */
export function iconButton(
  label: string,
  icon: SVGElement,
  onClick: () => void,
  more = "",
): HTMLButtonElement {
  const attributes = { type: "button", class: `icon-button ${more}`, title: label, click: onClick };
  return element("button", { ...attributes, "aria-label": label }, icon);
}

/** One element of a list that is kept while the items change. */
export interface Row<T> {
  readonly node: HTMLElement;
  update(item: T): void;
}

/** Keeps the children of an element in step with items, each of which keeps its element. */
export class KeyedList<T> {
  private rows = new Map<string, Row<T>>();

  constructor(
    private readonly parent: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly make: (item: T) => Row<T>,
  ) {}

  node(key: string): HTMLElement | undefined {
    return this.rows.get(key)?.node;
  }

  show(items: readonly T[]): void {
    const rows = new Map<string, Row<T>>();
    for (const item of items) {
      const key = this.keyOf(item);
      rows.set(key, this.rows.get(key) ?? this.make(item));
    }
    for (const [key, row] of this.rows) {
      if (rows.get(key) !== row) {
        row.node.remove();
      }
    }
    this.rows = rows;
    let next: ChildNode | null = this.parent.firstChild;
    for (const item of items) {
      const row = rows.get(this.keyOf(item))!;
      row.update(item);
      if (row.node === next) {
        next = next.nextSibling;
      } else {
        this.parent.insertBefore(row.node, next);
      }
    }
  }
}
