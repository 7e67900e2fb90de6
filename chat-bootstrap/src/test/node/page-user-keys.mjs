// Somebody whose token names him by a UUID uses the web page.
// Arguments: address of the service; his token; the number of another user; a token that is not valid.
import { message, withBrowser, writeTo } from "./browser.mjs";

const [address, token, idOfOther, badToken] = process.argv.slice(2);
await withBrowser(async (browser) => {
  const stranger = await browser.open(address);
  await stranger.getByLabel("Your token").fill(badToken);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await stranger.getByText("The user of this token could not be found: Unauthorized: Invalid token.").waitFor();

  const page = await browser.signIn(address, token);
  await writeTo(page, idOfOther, "Hello by number");
  await message(page, "Hello by number").locator(".tick", { hasText: "Sent" }).waitFor();
  await page.reload();
  await message(page, "Hello by number").locator(".tick", { hasText: "Sent" }).waitFor();
});
