import { useCallback, useEffect, useRef, useState } from "react";
import { io } from "socket.io-client";

const CHAT_URL = "http://localhost:3010";

/** The conversation with one other user, over REST and Socket.IO. */
export function useChat(token, receiverId) {
  const socket = useRef(null);
  const conversation = useRef(null);
  const [messages, setMessages] = useState([]);
  const [status, setStatus] = useState("Connecting…");
  const [typing, setTyping] = useState(false);

  useEffect(() => {
    const current = io(CHAT_URL, { auth: { token } });
    socket.current = current;
    conversation.current = null;
    setMessages([]);

    const add = (more) =>
      setMessages((known) => {
        const byId = new Map([...known, ...more].map((message) => [message.id, message]));
        return [...byId.values()].sort((a, b) => position(a) - position(b));
      });

    async function openConversation() {
      const { conversations } = await get(token, "/conversations");
      const found = conversations.find((one) =>
        [one.participant_1_id, one.participant_2_id].includes(receiverId),
      );
      if (found && current.active) {
        conversation.current = found.id;
        current.emit("join_conversation", { conversationId: found.id });
        const read = await newest(token, found.id);
        if (current.active) {
          add(read.map(toMessage));
          current.emit("mark_as_read", { conversationId: found.id });
        }
      }
    }

    const showConversation = () =>
      openConversation().catch((error) => {
        if (current.active) {
          setStatus(error.message);
        }
      });

    current.on("connect", () => {
      setStatus("Connected");
      current.emit("join_personal_room");
      current.emit("check_online", { userIds: [receiverId] });
      showConversation();
    });
    current.on("connect_error", (error) => setStatus(error.message));
    current.on("error", (error) => setStatus(error.message));
    current.on("online_status", ({ onlineUsers }) =>
      setStatus(onlineUsers.includes(receiverId) ? "Online" : "Offline"),
    );
    current.on("new_message", (message) => {
      conversation.current ??= message.conversationId;
      add([message]);
      if (message.senderId === receiverId) {
        current.emit("mark_as_read", { conversationId: message.conversationId });
      }
    });
    current.on("message_notification", ({ from }) => {
      if (from === receiverId) {
        showConversation(); // their first message
      }
    });
    current.on("messages_read", ({ userId }) => {
      if (userId === receiverId) {
        setMessages((known) => known.map((message) => ({ ...message, isRead: true })));
      }
    });
    current.on("user_typing", ({ userId }) => setTyping(userId === receiverId));
    current.on("user_stopped_typing", () => setTyping(false));

    return () => current.disconnect();
  }, [token, receiverId]);

  const send = useCallback(
    (content) => {
      const conversationId = conversation.current;
      socket.current.emit("send_message", { receiverId, conversationId, content });
    },
    [receiverId],
  );

  const tellTyping = useCallback((isTyping) => {
    if (conversation.current !== null) {
      const event = isTyping ? "typing" : "stop_typing";
      socket.current.emit(event, { conversationId: conversation.current });
    }
  }, []);

  return { messages, status, typing, send, tellTyping };
}

async function get(token, path) {
  const response = await fetch(`${CHAT_URL}/api/chat${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  return body.data;
}

/** Page 1 has the oldest messages, and the last page may be short. */
async function newest(token, conversationId) {
  const path = `/conversations/${conversationId}/messages`;
  const { totalPages } = await get(token, path);
  const pages = [totalPages - 1, totalPages].filter((page) => page > 0);
  const read = await Promise.all(pages.map((page) => get(token, `${path}?page=${page}`)));
  return read.flatMap(({ messages }) => messages);
}

/** REST has the names of the database's columns, events have those of JavaScript. */
function toMessage({ id, seq, sender_id, content, is_read }) {
  return { id, seq, senderId: sender_id, content, isRead: is_read };
}

/** A back end without positions orders by id. */
function position({ seq, id }) {
  return seq ?? id;
}
