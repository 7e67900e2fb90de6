import { useState } from "react";
import { useChat } from "./useChat.js";

export function Chat({ token, receiverId }) {
  const { messages, status, typing, send, tellTyping } = useChat(token, receiverId);
  const [content, setContent] = useState("");

  function submit(event) {
    event.preventDefault();
    send(content);
    tellTyping(false);
    setContent("");
  }

  return (
    <main>
      <p role="status">{status}</p>
      <ul>
        {messages.map((message) => (
          <li key={message.id}>
            {message.content}
            {message.senderId !== receiverId && message.isRead && " ✓"}
          </li>
        ))}
      </ul>
      <p>{typing && "typing…"}</p>
      <form onSubmit={submit}>
        <label>
          Message{" "}
          <input
            value={content}
            required
            onChange={(event) => {
              setContent(event.target.value);
              tellTyping(true);
            }}
          />
        </label>
        <button>Send</button>
      </form>
    </main>
  );
}
