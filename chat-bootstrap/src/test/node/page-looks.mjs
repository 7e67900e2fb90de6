// Takes pictures of the page of a demo, and has axe look at everything, light and dark.
// Arguments: address of the service; directory for the pictures.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { entry, message, withBrowser, write } from "./browser.mjs";

const [address, directory] = process.argv.slice(2);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** axe is a script of the test's, which the page's policy would not let in. */
const options = (more) => ({ bypassCSP: true, locale: "en-GB", ...more });

async function check(page, what) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await window.axe.run(document)).violations);
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html)}`);
  assert.deepEqual(found, [], what);
}

const picture = (page, name) => page.screenshot({ path: `${directory}/${name}.png` });

async function choose(page, name) {
  await page.getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

await withBrowser(async (browser) => {
  // Somebody to talk with, who has read what there is.
  const jonas = await browser.open(address, options());
  await choose(jonas, "Jonas Lindqvist");
  await entry(jonas, /Amara Okafor/).click();
  await message(jonas, "Shall I open it?").waitFor();

  for (const scheme of ["light", "dark"]) {
    const page = await browser.open(address, options({ colorScheme: scheme }));
    await page.getByRole("button", { name: "Amara Okafor" }).waitFor();
    await check(page, `signing in, ${scheme}`);
    await picture(page, `sign-in-${scheme}`);
    await choose(page, "Amara Okafor");
    await entry(page, /Jonas Lindqvist/).waitFor();
    await check(page, `inbox, ${scheme}`);
    await entry(page, /Jonas Lindqvist/).click();
    await message(page, "Shall I open it?").waitFor();
    if (scheme === "light") {
      await picture(page, "unread-light");
      await write(page, "Please do, I am curious. It may be the sample of the new keyboard.");
      await write(jonas, "It is! And a card: “With thanks from Lisbon.”");
      await message(page, "With thanks from Lisbon").waitFor();
      await write(page, "How kind. I will be there at ten.");
    }
    await message(page, "How kind").locator(".tick", { hasText: "Read" }).waitFor();
    await jonas.getByLabel("Message", { exact: true }).pressSequentially("See");
    await page.locator(".status", { hasText: "typing…" }).waitFor();
    await check(page, `conversation, ${scheme}`);
    await picture(page, `conversation-${scheme}`);
    await jonas.getByLabel("Message", { exact: true }).fill("");
    await page.getByLabel("Search messages").fill("the");
    await page.locator(".found mark").first().waitFor();
    await check(page, `search, ${scheme}`);
    await picture(page, `search-${scheme}`);
    await page.getByLabel("Search messages").press("Escape");
    await page.getByRole("button", { name: "New conversation" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Oliver Grant" }).waitFor();
    await check(page, `dialog, ${scheme}`);
    await picture(page, `dialog-${scheme}`);
    await page.context().close();

    const phone = await browser.open(address, options({ ...PHONE, colorScheme: scheme }));
    await choose(phone, "Amara Okafor");
    await entry(phone, /Jonas Lindqvist/).waitFor();
    await check(phone, `inbox on a phone, ${scheme}`);
    await picture(phone, `phone-inbox-${scheme}`);
    await entry(phone, /Jonas Lindqvist/).click();
    await message(phone, "How kind").waitFor();
    await check(phone, `conversation on a phone, ${scheme}`);
    await picture(phone, `phone-conversation-${scheme}`);
    assert.ok(
      await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
      "nothing is cut off at the side",
    );
    await phone.getByRole("button", { name: "Back to conversations" }).click();
    await entry(phone, /Jonas Lindqvist/).waitFor();
    await phone.context().close();
  }
});
