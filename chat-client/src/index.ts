export { CatchUp, type Follower } from "./catch-up.js";
export { ChatClient, type ChatOptions } from "./chat-client.js";
export { ChatSocket } from "./chat-socket.js";
export { ConversationFeed, type FeedOptions } from "./conversation-feed.js";
export { Failure, type FailureDetails } from "./failure.js";
export { newClientMessageId } from "./ids.js";
export { LiveEvents } from "./live-events.js";
export { RestClient, type TokenSource } from "./rest-client.js";
export * from "./types.js";
