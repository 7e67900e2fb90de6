// Writes the types of everything that goes over the wire, from the documents that the service publishes.
// Arguments: openapi.json, asyncapi.json, the directory to write rest.ts and events.ts into.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import generate, { astToString } from "openapi-typescript";

const [openApi, asyncApi, target] = process.argv.slice(2);
const OPTIONS = { immutable: true, silent: true };

const read = async (file) => JSON.parse(await readFile(file, "utf8"));
const types = async (document) => astToString(await generate(document, OPTIONS));
const lastOf = (reference) => reference.$ref.split("/").at(-1);
const schema = (name) => `components["schemas"]["${name}"]`;

/** The messages that the document of the events describes, each with a name for its payload's type. */
function messagesOf({ components }) {
  return Object.entries(components.messages).map(([name, { payload }]) => ({
    name,
    payload,
    type: payload.$ref ? lastOf(payload) : payload.title,
  }));
}

/** Schemas are the same in both formats: as a document of REST without paths they are generated the same. */
function schemasOnly(document, messages) {
  const titled = messages.filter(({ payload }) => !payload.$ref).map(({ type, payload }) => [type, payload]);
  return {
    openapi: "3.1.0",
    info: document.info,
    paths: {},
    components: { schemas: { ...document.components.schemas, ...Object.fromEntries(titled) } },
  };
}

/** Two interfaces: what the server sends, and what clients ask with what a good answer holds. */
function eventMaps({ operations }, messages) {
  const typeOf = (reference) => messages.find(({ name }) => name === lastOf(reference)).type;
  const told = ({ summary, description = "" }) => `  /** ${`${summary}. ${description}`.trim()} */`;
  const sent = [];
  const received = [];
  for (const [name, operation] of Object.entries(operations)) {
    const payload = schema(typeOf(operation.messages[0]));
    if (operation.action === "send") {
      sent.push(told(operation), `  ${name}(payload: ${payload}): void;`);
    } else {
      const answers = operation.reply.messages.filter((answer) => lastOf(answer) !== "failed");
      const data = answers.map((answer) => `${schema(typeOf(answer))}["data"]`).join(" | ");
      received.push(told(operation), `  ${name}: { readonly sent: ${payload}; readonly data: ${data} };`);
    }
  }
  return [
    "/** What the server sends. */",
    "export interface ServerEvents {",
    ...sent,
    "}",
    "/** What a client asks by an event, and what the acknowledgement of a success holds. */",
    "export interface Requests {",
    ...received,
    "}",
    "",
  ].join("\n");
}

const events = await read(asyncApi);
const messages = messagesOf(events);
await mkdir(target, { recursive: true });
await writeFile(join(target, "rest.ts"), await types(await read(openApi)));
await writeFile(
  join(target, "events.ts"),
  (await types(schemasOnly(events, messages))) + eventMaps(events, messages),
);
