import { ChatClient, Failure } from "chat-client";

export async function sayHello(url: string, token: string, receiverId: number): Promise<void> {
  const chat = new ChatClient({ url, token: () => token });

  chat.socket.events.on("message_notification", ({ from, content }) => {
    console.log(`${from} wrote: ${content}`);
  });
  try {
    const sent = await chat.rest.send({ receiverId, content: "Hello" });
    const feed = chat.follow(sent.conversation_id, {
      onMessage: (message) => console.log(message.seq, message.sender.name, message.content),
    });
    // … until the user looks elsewhere
    feed.close();
  } catch (problem) {
    const failure = Failure.of(problem);
    if (failure.code === "rate_limited") {
      console.log(`Again in ${failure.retryAfterMillis} ms; request ${failure.requestId}`);
    }
  } finally {
    chat.close();
  }
}
