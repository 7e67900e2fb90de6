// What the types must refuse: the build fails where one of these lines compiles.
import type { ChatClient } from "chat-client";

export async function mistakes(chat: ChatClient): Promise<void> {
  // @ts-expect-error there is no such event of the server
  chat.socket.events.on("new_mesage", () => {});
  // @ts-expect-error there is no such event of clients
  await chat.socket.ask("send_mesage", { receiverId: 2, content: "Hello" });
  // @ts-expect-error something is missing
  await chat.socket.ask("send_message", { receiverId: 2 });
  // @ts-expect-error events have other names than REST
  chat.socket.events.on("new_message", (message) => message.conversation_id);
  // @ts-expect-error REST has other names than events
  (await chat.rest.send({ receiverId: 2, content: "Hello" })).conversationId;
  // @ts-expect-error a history has no such part
  await chat.rest.messages(1, { until: 5 });
}
