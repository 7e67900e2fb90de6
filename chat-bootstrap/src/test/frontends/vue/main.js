import { createApp } from "vue";
import Chat from "./Chat.vue";

const token = localStorage.getItem("token");
const receiverId = Number(new URLSearchParams(location.search).get("with"));

createApp(Chat, { token, receiverId }).mount("#app");
