// The service is killed while a message is on its way to it, and started again.
// Arguments: Java; the application; a directory for its data; a free port.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { message, texts, until, withBrowser, write } from "./browser.mjs";

const [java, jar, data, port] = process.argv.slice(2);
const START_LIMIT_MS = 90_000;
const address = `http://localhost:${port}`;

async function start() {
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port };
  const service = spawn(java, ["-jar", jar, "serve", "--demo", "--data-dir", data], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  service.stdout.on("data", (text) => (said += text));
  try {
    await until("the service listens", () => said.includes("Chat is listening on"), START_LIMIT_MS);
  } catch (problem) {
    service.kill("SIGTERM");
    throw problem;
  }
  return service;
}

async function end(service, signal) {
  service.kill(signal);
  await once(service, "exit");
}

let service = await start();
try {
  await withBrowser(async (browser) => {
    const amara = await browser.open(address);
    await amara.getByRole("button", { name: "Amara Okafor" }).click();
    await amara.getByRole("link", { name: /Mei Tanaka/ }).click();
    await message(amara, "12:30").waitFor();
    const before = await texts(amara);

    // Some of them are stored and not acknowledged, some not even sent.
    for (let i = 1; i <= 5; i++) {
      await write(amara, `across the end ${i}`);
    }
    await end(service, "SIGKILL");
    await write(amara, "while nobody is there");
    await amara.getByText("Reconnecting…").waitFor();

    service = await start();

    await message(amara, "while nobody is there").locator(".tick", { hasText: "Sent" }).waitFor();
    const expected = [...before];
    for (let i = 1; i <= 5; i++) {
      expected.push(`across the end ${i}`);
    }
    expected.push("while nobody is there");
    assert.deepEqual(await texts(amara), expected);

    const mei = await browser.open(address);
    await mei.getByRole("button", { name: "Mei Tanaka" }).click();
    await mei.getByRole("link", { name: /Amara Okafor/ }).click();
    await message(mei, "while nobody is there").waitFor();
    assert.deepEqual(await texts(mei), expected);
  });
} finally {
  await end(service, "SIGTERM");
}
