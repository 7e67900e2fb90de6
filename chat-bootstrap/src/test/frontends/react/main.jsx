import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Chat } from "./Chat.jsx";

const token = localStorage.getItem("token");
const receiverId = Number(new URLSearchParams(location.search).get("with"));

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <Chat token={token} receiverId={receiverId} />
  </StrictMode>,
);
