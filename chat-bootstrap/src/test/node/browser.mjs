// What the scripts share that look at the web page with Chromium.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const LIMIT_MS = 20_000;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs work with a browser of its own; it fails if a page has failed meanwhile. */
export async function withBrowser(work) {
  const browser = await chromium.launch({
    executablePath: process.env.CHAT_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const problems = [];
  try {
    await work(new Browser(browser, problems));
    assert.deepEqual(problems, [], "the pages reported problems");
  } finally {
    await browser.close();
  }
}

class Browser {
  constructor(browser, problems) {
    this.browser = browser;
    this.problems = problems;
  }

  /**
   * A page of nobody, as in a new window of somebody else's browser.
   *
   * @param repeats an event; page.repeat() lets the page hear the last one of it once more
   */
  async open(address, { repeats, ...options } = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1180, height: 760 },
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    if (repeats) {
      await listenIn(page, repeats);
    }
    page.setDefaultTimeout(LIMIT_MS);
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (line) => {
      // A server that is away, or that knows no demo, is nothing that a page can help.
      if (line.type() === "error" && !line.text().match(/Failed to load resource|WebSocket connection/u)) {
        this.problems.push(line.text());
      }
    });
    await page.goto(address);
    return page;
  }

  async signIn(address, token, options = {}) {
    const page = await this.open(address, options);
    await page.getByLabel("Your token").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  }
}

async function listenIn(page, event) {
  let repeat;
  await page.routeWebSocket(/socket\.io/u, (socket) => {
    socket.connectToServer().onMessage((frame) => {
      socket.send(frame);
      if (String(frame).startsWith(`42["${event}"`)) {
        repeat = () => socket.send(frame);
      }
    });
  });
  page.repeat = () => {
    assert.ok(repeat, `the page was never told ${event}`);
    repeat();
  };
}

/** Waits until a condition holds, and says what did not. */
export async function until(what, condition, limitMillis = LIMIT_MS) {
  const deadline = Date.now() + limitMillis;
  for (;;) {
    const result = await condition();
    if (result) {
      return result;
    }
    if (Date.now() > deadline) {
      assert.fail(`not within ${limitMillis} ms: ${what}`);
    }
    await new Promise((again) => setTimeout(again, 50));
  }
}

export const message = (page, text) =>
  page.locator(".message .bubble", { has: page.locator(".text", { hasText: text }) });

/** The conversation with somebody in the inbox. */
export const entry = (page, name) => page.getByRole("navigation").getByRole("link", { name });

export async function write(page, text) {
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

/** Begins a conversation, or goes on with it. */
export async function writeTo(page, userId, text) {
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByLabel("Number of the user").fill(String(userId));
  await page.getByRole("button", { name: "Write" }).click();
  await write(page, text);
  await message(page, text).waitFor();
}

/** Everything that is shown, in order. */
export const texts = (page) => page.locator(".message .text").allTextContents();

export async function sendByRest(address, token, receiverId, content, more = {}) {
  const response = await fetch(`${address}/api/chat/send`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ receiverId, content, ...more }),
  });
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()).data;
}
