// The network of one of two people is away for a while.
// Arguments: address of the service; ids and tokens of two users who have not talked to each other.
import assert from "node:assert/strict";
import { message, sendByRest, texts, until, withBrowser, write, writeTo } from "./browser.mjs";

const [address, idOfOne, tokenOfOne, idOfTwo, tokenOfTwo] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const one = await browser.signIn(address, tokenOfOne);
  const two = await browser.signIn(address, tokenOfTwo);
  await writeTo(one, idOfTwo, "before");
  await two.locator(".conversations a").click();
  await message(two, "before").waitFor();

  await one.context().setOffline(true);
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
  await two.getByText("meanwhile 120").waitFor();

  await one.context().setOffline(false);

  await message(one, "and another one").locator(".tick", { hasText: /Sent|Read/u }).waitFor();
  await until("connected", async () => (await one.locator(".connection").textContent()) === "");
  const expected = ["before"];
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
