// Shows the two documents of the API: Swagger UI the one of REST, a view of our own that of the
// events. All text of a document is set as text.
"use strict";

const GROUPS = [
  ["receive", "What clients emit"],
  ["send", "What clients hear"],
];

function element(name, ...children) {
  const created = document.createElement(name);
  created.append(...children);
  return created;
}

/** Text in which only `code` and paragraphs mean something. */
function prose(text) {
  return (text ?? "")
    .split("\n\n")
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => element("p", ...inline(paragraph)));
}

function inline(text) {
  return text.split("`").map((part, index) => (index % 2 === 0 ? part : element("code", part)));
}

function resolve(root, value) {
  let found = value;
  while (found?.$ref !== undefined) {
    found = found.$ref
      .slice(2)
      .split("/")
      .reduce((node, key) => node[key.replaceAll("~1", "/").replaceAll("~0", "~")], root);
  }
  return found;
}

function typeOf(schema) {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  return [].concat(schema.type ?? "any").join(" or ") + (schema.format ? ` (${schema.format})` : "");
}

function boundsOf(schema) {
  const bounds = [];
  const between = (least, most, what) => {
    if (least !== undefined || most !== undefined) {
      bounds.push([least === undefined ? "" : `from ${least}`, most === undefined ? "" : `to ${most}`, what].join(" ").trim());
    }
  };
  between(schema.minimum, schema.maximum, "");
  between(schema.minLength, schema.maxLength, "characters");
  between(schema.minItems, schema.maxItems, "entries");
  if (schema.pattern !== undefined && schema.format === undefined) {
    bounds.push(`pattern ${schema.pattern}`);
  }
  if (schema.enum !== undefined) {
    bounds.push(schema.enum.join(", "));
  }
  return bounds.join("; ");
}

/** One row for each member, those of objects inside included. */
function rows(root, schema, path) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, declared]) => {
    const member = resolve(root, declared);
    const required = (schema.required ?? []).includes(name);
    const own = `${path}${name}`;
    const row = element(
      "tr",
      element("td", element("code", own), required ? "" : " (optional)"),
      element("td", typeOf(member)),
      element("td", boundsOf(member)),
      element("td", ...inline(member.description ?? "")),
    );
    const entry = member.items === undefined ? member : resolve(root, member.items);
    return [row, ...rows(root, entry, member.items === undefined ? `${own}.` : `${own}[].`)];
  });
}

function payload(root, message) {
  const members = rows(root, resolve(root, message.payload), "");
  const shown = [];
  if (members.length > 0) {
    const heading = element("tr", ...["Member", "Type", "Bounds", ""].map((title) => element("th", title)));
    shown.push(element("table", element("thead", heading), element("tbody", ...members)));
  }
  for (const example of message.examples ?? []) {
    shown.push(element("pre", JSON.stringify(example.payload, null, 2)));
  }
  return shown;
}

function operation(root, name, described) {
  const content = element("div", ...prose(described.description));
  for (const reference of described.messages) {
    const message = resolve(root, reference);
    content.append(...prose(message.summary), ...payload(root, message));
  }
  for (const reference of described.reply?.messages ?? []) {
    const message = resolve(root, reference);
    content.append(
      element("h4", "Acknowledgement: ", element("code", message.name)),
      ...prose(message.summary),
      ...payload(root, message),
    );
  }
  if (described["x-errors"] !== undefined) {
    content.append(element("h4", "Codes of failures"), element("p", described["x-errors"].join(", ")));
  }
  return element("details", element("summary", element("code", name), " ", ...inline(described.summary)), content);
}

function showEvents(root, place) {
  place.append(
    element("h1", `${root.info.title} ${root.info.version}`),
    ...prose(root.info.description),
    ...prose(root.channels.chat.description),
  );
  for (const [action, title] of GROUPS) {
    place.append(element("h2", title));
    for (const [name, described] of Object.entries(root.operations)) {
      if (described.action === action) {
        place.append(operation(root, name, described));
      }
    }
  }
}

/** The part that the address names; else REST. */
function showPart() {
  const wanted = location.hash === "#events" ? "events" : "rest";
  for (const part of document.querySelectorAll("main")) {
    part.hidden = part.id !== wanted;
  }
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.hash === `#${wanted}`);
  }
}

async function start() {
  window.addEventListener("hashchange", showPart);
  showPart();
  SwaggerUIBundle({ url: "/openapi.json", domNode: document.getElementById("rest"), validatorUrl: null });
  const answer = await fetch("/asyncapi.json");
  showEvents(await answer.json(), document.getElementById("events"));
}

start();
