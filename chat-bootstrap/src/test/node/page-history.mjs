// A long conversation is scrolled up to its beginning, and down again.
// Arguments: address of the service; a user's token; how many messages his only conversation has.
import assert from "node:assert/strict";
import { until, withBrowser } from "./browser.mjs";

const [address, token, countText] = process.argv.slice(2);
const count = Number(countText);
await withBrowser(async (browser) => {
  const page = await browser.signIn(address, token);

  // What cannot be read is asked for again, but not at once.
  const asked = [];
  await page.route(/messages\?.*limit=100/u, (route) => {
    asked.push(Date.now());
    return route.fulfill({ status: 503, json: { error: "Not now", code: "store_unavailable" } });
  });
  await page.locator(".conversations a").first().click();
  await page.locator(`[data-seq="${count}"]`).waitFor();
  await page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 0));
  await page.getByText("Not now").waitFor();
  await until("another try", () => asked.length > 1);
  assert.ok(asked[1] - asked[0] > 3_000, `again after ${asked[1] - asked[0]} ms`);
  await page.unroute(/messages\?.*limit=100/u);
  await page.locator(`[data-seq="${count - 60}"]`).waitFor();
  await page.getByText("Not now").waitFor({ state: "hidden" });
  await page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight));

  // Notes what is in view, and that it stays in its place while more comes.
  const scroll = (towards) =>
    page.evaluate((direction) => {
      const scroller = document.querySelector(".scroller");
      window.seen ??= new Set();
      const note = () => {
        const view = scroller.getBoundingClientRect();
        for (const row of document.querySelectorAll("[data-seq]")) {
          const place = row.getBoundingClientRect();
          if (place.bottom > view.top && place.top < view.bottom) {
            window.seen.add(Number(row.dataset.seq));
          }
        }
      };
      note();
      scroller.scrollTop += direction * scroller.clientHeight * 0.8;
      note();
      return {
        seen: window.seen.size,
        rows: document.querySelectorAll("[data-seq]").length,
        first: Number(document.querySelector("[data-seq]").dataset.seq),
        last: Number([...document.querySelectorAll("[data-seq]")].pop().dataset.seq),
        top: scroller.scrollTop,
      };
    }, towards);

  let most = 0;
  await goOn("the beginning", async () => {
    const state = await scroll(-1);
    most = Math.max(most, state.rows);
    return state.first === 1 && state.top === 0;
  });
  const seen = await page.evaluate(() => [...window.seen].sort((a, b) => a - b));
  assert.equal(seen.length, count, `missed: ${missing(seen).slice(0, 20)}`);
  assert.ok(most <= 500, `${most} rows at a time`);

  // From far away to the end at once.
  await page.getByRole("button", { name: "Go to the newest message" }).click();
  await page.locator(`[data-seq="${count}"]`).waitFor();

  // A place that is gone to while something else is being read.
  const place = Math.floor(count / 4);
  let goOnReading;
  const mayRead = new Promise((done) => (goOnReading = done));
  await page.route(/messages\?.*limit=100/u, async (route) => {
    await mayRead;
    await route.continue();
  });
  const reading = page.waitForRequest(/messages\?.*limit=100/u);
  await page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 0));
  await reading;
  await page.evaluate((href) => (location.hash = href), await placeOf(page, place));
  goOnReading();
  await page.locator(`.message[data-found][data-seq="${place}"]`).waitFor();
  await page.unroute(/messages\?.*limit=100/u);

  // A place in the middle, and from there downwards without a hole.
  await page.goto(`${address}/#/`);
  await page.evaluate((href) => (location.hash = href), await placeOf(page, Math.floor(count / 2)));
  await page.locator(`.message[data-found][data-seq="${Math.floor(count / 2)}"]`).waitFor();
  await page.evaluate(() => window.seen.clear());
  await goOn("a stretch downwards", async () => (await scroll(1)).seen > 900);
  const below = await page.evaluate(() => [...window.seen].sort((a, b) => a - b));
  assert.deepEqual(missing(below), []);
});

function missing(sorted) {
  const there = new Set(sorted);
  const missed = [];
  for (let seq = sorted[0]; seq < sorted[sorted.length - 1]; seq++) {
    if (!there.has(seq)) {
      missed.push(seq);
    }
  }
  return missed;
}

async function placeOf(page, seq) {
  const href = await page.locator(".conversations a").first().getAttribute("href");
  return `${href}/${seq}`;
}

/** Goes on until there, as often as it takes: each look is a step. */
async function goOn(what, isThere) {
  for (let i = 0; i < count; i++) {
    if (await isThere()) {
      return;
    }
    await new Promise((again) => setTimeout(again, 5));
  }
  assert.fail(what);
}
