// Two people chat with the web page, one of them in two windows.
// Arguments: address of the service; ids and tokens of two users who have not talked to each other.
import assert from "node:assert/strict";
import { entry, message, until, withBrowser, write, writeTo } from "./browser.mjs";

const [address, , tokenOfOne, idOfTwo, tokenOfTwo] = process.argv.slice(2);
const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

await withBrowser(async (browser) => {
  const one = await browser.signIn(address, tokenOfOne);
  const two = await browser.signIn(address, tokenOfTwo, { repeats: "message_deleted" });
  const again = await browser.signIn(address, tokenOfTwo);

  // A message makes the conversation, and shows up as unread.
  await writeTo(one, idOfTwo, "Hello there");
  const tick = message(one, "Hello there").locator(".tick");
  await until("sent", () => sent(one, "Hello there"));
  for (const window of [two, again]) {
    await window.locator(".conversations .badge", { hasText: "1" }).waitFor();
    assert.equal(await window.title(), "(1) Parley");
  }

  // Who opens it has read it, in all windows.
  await two.locator(".conversations a").first().click();
  await message(two, "Hello there").waitFor();
  await until("read", async () => (await tick.textContent()) === "Read");
  await until("read in the other window", async () => (await again.title()) === "Parley");

  // Typing, and an answer, which the sender's other window sees as well.
  await again.locator(".conversations a").first().click();
  await two.getByLabel("Message", { exact: true }).pressSequentially("Good");
  await one.locator(".status", { hasText: "typing…" }).waitFor();
  await write(two, MARKUP);
  await one.locator(".status", { hasText: "Online" }).waitFor();
  for (const window of [one, two, again]) {
    await message(window, MARKUP).waitFor();
    assert.equal(await window.locator(".text img, .text b").count(), 0);
  }

  // A delete is seen by both, and so is its undo.
  await message(one, "Hello there").hover();
  await one.getByRole("button", { name: "Delete message" }).first().click();
  await two.locator(".gone:visible").waitFor();
  assert.equal(await message(two, "Hello there").isVisible(), false);
  await one.locator(".gone:visible").getByRole("button", { name: "Undo" }).click();
  await message(two, "Hello there").waitFor();

  // It is of no account that the delete comes once more, later.
  two.repeat();

  // A badge for who looks elsewhere.
  await one.goto(`${address}/#/`);
  await write(two, "Are you still there?");
  await one.locator(".conversations .badge", { hasText: "1" }).waitFor();
  assert.match(await entry(one, /Are you still there/).textContent(), /unread/);
  await until("sent after what came late", () => sent(two, "Are you still there?"));
  assert.equal(await message(two, "Hello there").isVisible(), true);

  // What is searched for is marked, and leads to its place.
  await one.keyboard.press("/");
  await one.keyboard.type("HELLO");
  await one.locator(".found mark", { hasText: "Hello" }).waitFor();
  await one.locator(".found a").first().click();
  await one.locator(".message[data-found] mark", { hasText: "Hello" }).waitFor();
  await until("read by looking", async () => (await one.title()) === "Parley");
  await one.getByLabel("Search messages").fill("(a-b*[");
  await one.getByText("Nothing found.").waitFor();
  await one.getByLabel("Search messages").press("Escape");

  // Links and pictures, of the web only.
  await two.getByRole("button", { name: "Attach a link" }).click();
  await two.getByLabel("Address of an attachment").fill("javascript:alert(1)");
  await write(two, "Look");
  await two.getByText("An attachment is an address").waitFor();
  await two.getByLabel("Address of an attachment").fill("https://files.invalid/report.pdf");
  await write(two, "Look");
  const link = one.locator(".attachment-link");
  assert.equal(await link.getAttribute("href"), "https://files.invalid/report.pdf");
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");

  // Who leaves was seen last just now.
  await again.context().close();
  await two.getByRole("button", { name: "Sign out" }).click();
  await two.getByLabel("Your token").waitFor();
  await one.locator(".status", { hasText: "Last seen today" }).waitFor();

  // A reload keeps the session, the place, and everything in it.
  await one.reload();
  await message(one, "Look").waitFor();
  assert.equal(await one.locator(".message").count(), 4);
});

async function sent(page, text) {
  return (await message(page, text).locator(".tick").textContent()) === "Sent";
}
