// A service of the host that takes webhooks: prints what it is told, and ends after some events.
// Usage: node webhook-receiver.mjs <port file> <events>, with the secret in CHAT_WEBHOOK_SECRET
import { createHmac, timingSafeEqual } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";

const secret = Buffer.from(process.env.CHAT_WEBHOOK_SECRET.replace("whsec_", ""), "base64");
const seen = new Set();

function isSigned(headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const expected = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest();
  const given = Buffer.from(headers["webhook-signature"].replace("v1,", ""), "base64");
  const isNew = Math.abs(Date.now() / 1000 - timestamp) < 300;
  return isNew && given.length === expected.length && timingSafeEqual(given, expected);
}

async function receive(request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const id = request.headers["webhook-id"];
  if (!seen.has(id)) {
    const { type, data } = JSON.parse(body);
    console.log(type, data.conversation_id, data.seq, data.sender.name, data.content);
    seen.add(id);
  }
  response.writeHead(204).end();
}

const server = createServer(receive);
server.on("request", (request, response) =>
  response.on("finish", () => {
    if (seen.size === Number(process.argv[3])) process.exit(0);
  }),
);
server.listen(0, "127.0.0.1", () => writeFileSync(process.argv[2], String(server.address().port)));
