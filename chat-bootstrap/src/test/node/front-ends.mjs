// Two people chat with each of the small front ends. Their pages come from another origin than the service,
// and nothing in them is ours but the service's address, which takes the place of the one they know.
// Arguments: address of the service; directory of the front ends; port to hand them out at; ids and tokens
// of two users for each, who have not talked to each other; and of two whose conversation is long, with its last text.
import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { build } from "vite";
import { until, withBrowser } from "./browser.mjs";

const [address, sources, port, ...people] = process.argv.slice(2);
const KNOWN_ADDRESS = "http://localhost:3010";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const MARKUP = "<b>bold</b>";

/** Puts the front ends beside the modules that they import, and builds those that are to be built. */
async function made() {
  const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
  await cp(sources, here, { recursive: true });
  process.chdir(here);
  await build({ logLevel: "warn", build: { outDir: "built" } });
  await cp("plain", "built/plain", { recursive: true });
  return join(here, "built");
}

function handedOut(directory) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://front.example");
    try {
      const text = await readFile(join(directory, pathname), "utf8");
      response.writeHead(200, { "content-type": TYPES[extname(pathname)] });
      response.end(text.replaceAll(KNOWN_ADDRESS, address));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(Number(port), "127.0.0.1", () => done(server)));
}

const status = (page) => page.getByRole("status");
const shown = async (page) =>
  (await page.locator("li").allTextContents()).map((text) => text.trim().replace(/\s+/gu, " "));
const shows = (page, ...texts) =>
  until(`${texts} at ${page.url()}`, async () => String(await shown(page)) === String(texts));

async function send(page, text) {
  await page.getByLabel("Message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

async function open(browser, frontEnd, token, receiver) {
  const page = await browser.open("about:blank");
  await page.addInitScript((text) => localStorage.setItem("token", text), token);
  await page.goto(`http://127.0.0.1:${port}/${frontEnd}/index.html?with=${receiver}`);
  return page;
}

async function chat(browser, frontEnd, idOfOne, tokenOfOne, idOfTwo, tokenOfTwo) {
  const stranger = await open(browser, frontEnd, "nonsense", idOfTwo);
  await status(stranger).getByText("Authentication error: Invalid token").waitFor();
  await stranger.context().close();

  const one = await open(browser, frontEnd, tokenOfOne, idOfTwo);
  await status(one).getByText("Offline").waitFor();
  const two = await open(browser, frontEnd, tokenOfTwo, idOfOne);
  await status(two).getByText("Online").waitFor();

  // The first message makes the conversation; who gets it is told, opens the conversation and has read it.
  await send(one, "Hello there");
  await shows(two, "Hello there");
  await shows(one, "Hello there ✓");

  await two.getByLabel("Message").pressSequentially("Good");
  await one.getByText("typing…").waitFor();
  await send(two, MARKUP);
  await one.getByText("typing…").waitFor({ state: "hidden" });
  await shows(one, "Hello there ✓", MARKUP);
  await shows(two, "Hello there", `${MARKUP} ✓`);

  await two.reload();
  await shows(two, "Hello there", `${MARKUP} ✓`);
  await send(one, "Still there?");
  await shows(two, "Hello there", `${MARKUP} ✓`, "Still there?");
  await shows(one, "Hello there ✓", MARKUP, "Still there? ✓");
}

/** Of many messages the newest are shown, at the end. */
async function lookAtTheEnd(browser, frontEnd, _idOfOne, tokenOfOne, idOfTwo, _tokenOfTwo, lastText) {
  const page = await open(browser, frontEnd, tokenOfOne, idOfTwo);
  await page.locator("li").last().getByText(lastText).waitFor();
  await page.context().close();
}

const server = await handedOut(await made());
try {
  await withBrowser(async (browser) => {
    const frontEnds = ["plain", "react", "vue"];
    for (const [at, frontEnd] of frontEnds.entries()) {
      await chat(browser, frontEnd, ...people.slice(4 * at, 4 * at + 4));
      await lookAtTheEnd(browser, frontEnd, ...people.slice(4 * frontEnds.length));
    }
  });
} finally {
  server.close();
  server.closeAllConnections();
}
