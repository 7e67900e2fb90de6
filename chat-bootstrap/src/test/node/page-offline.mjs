// An answer to one of two people is lost, and then his network is away for a while.
// Arguments: address of the service; ids and tokens of two users who have not talked to each other.
import assert from "node:assert/strict";
import { Network } from "./network.mjs";
import { message, sendByRest, texts, until, withBrowser, write, writeTo } from "./browser.mjs";

const [address, idOfOne, tokenOfOne, idOfTwo, tokenOfTwo] = process.argv.slice(2);

const network = await Network.to(address);
await withBrowser(async (browser) => {
  const one = await browser.signIn(network.address, tokenOfOne);
  const two = await browser.signIn(address, tokenOfTwo);
  await writeTo(one, idOfTwo, "before");
  await two.locator(".conversations a").first().click();
  await message(two, "before").waitFor();

  // Stored, but its acknowledgement is lost: it is sent again, and there once.
  network.deafen();
  await write(one, "without an answer");
  await message(two, "without an answer").waitFor();
  network.cut();
  await one.getByText("Reconnecting…").waitFor();
  network.mend();
  await message(one, "without an answer").locator(".tick", { hasText: /Sent|Read/u }).waitFor();
  await until("connected again", async () => (await one.locator(".connection").textContent()) === "");

  await one.context().setOffline(true);
  network.cut();
  await one.getByText("Reconnecting…").waitFor();
  await write(one, "written offline");
  await write(one, "and another one");
  await message(one, "and another one").locator(".tick", { hasText: "Sending" }).waitFor();
  for (let i = 1; i <= 120; i++) {
    await sendByRest(address, tokenOfTwo, Number(idOfOne), `meanwhile ${i}`);
  }
  const deleted = await sendByRest(address, tokenOfTwo, Number(idOfOne), "meanwhile deleted");
  await fetch(`${address}/api/chat/messages/${deleted.id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${tokenOfTwo}` },
  });
  await message(two, "meanwhile 120").waitFor();

  network.mend();
  await one.context().setOffline(false);

  await until("connected", async () => (await one.locator(".connection").textContent()) === "");
  // Who has missed that much goes on where he was.
  await message(one, "meanwhile 1").first().waitFor();
  await until("the end", async () => {
    await one.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight));
    return message(one, "and another one").isVisible();
  });
  await message(one, "and another one").locator(".tick", { hasText: /Sent|Read/u }).waitFor();
  const expected = ["before", "without an answer"];
  for (let i = 1; i <= 120; i++) {
    expected.push(`meanwhile ${i}`);
  }
  expected.push("written offline", "and another one");
  await until("the other one sees all", async () => (await texts(two)).includes("and another one"));
  await until("all at once", async () => (await texts(one)).length === expected.length);
  assert.deepEqual(await texts(one), expected);
  assert.deepEqual(
    (await texts(two)).filter((text) => text !== "meanwhile deleted"),
    expected,
  );
});
network.close();
