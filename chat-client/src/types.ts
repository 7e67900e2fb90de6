import type { components, Requests, ServerEvents } from "./generated/events.js";
import type { components as rest, operations } from "./generated/rest.js";

type Schemas = components["schemas"];

export type { Requests, ServerEvents };

export type User = Schemas["User"];

/** A message as events and acknowledgements tell it. */
export type Message = Schemas["Message"];

/** The same, as REST tells it. */
export type StoredMessage = rest["schemas"]["Message"];

/** A conversation as REST tells it. */
export type StoredConversation = rest["schemas"]["Conversation"];

export type MessageReference = Schemas["MessageNamed"];

/** How far a participant has read. */
export type ReadPosition = Schemas["ReadPosition"];

export type MessageNotification = Schemas["MessageNotification"];

/** What an inbox shows of a conversation. */
export type ConversationUpdate = Schemas["ConversationUpdated"];

/** The same, with the two whose conversation it is. */
export type SyncedConversation = Schemas["Changes"]["conversations"][number];

/** Everything that changed for the user since a cursor. Apply it by id: it may tell things twice. */
export type Changes = Schemas["Changes"];

/** What came after a position: at most 100 messages, and whether there is more. */
export type Missed = Schemas["CaughtUpAcknowledgement"]["data"];

/** Why something was refused; servers that are newer may know more. */
export type ErrorCode = rest["schemas"]["ErrorCode"] | Schemas["ErrorCode"];

export type Answer<T> = { readonly ok: true; readonly data: T } | Schemas["FailedAcknowledgement"];

/** In the form that socket.io-client wants for its types. */
export type ClientEvents = {
  [E in keyof Requests]: (
    sent: Requests[E]["sent"],
    answer?: (answer: Answer<Requests[E]["data"]>) => void,
  ) => void;
};

/** The JSON of an operation's good answer. */
export type Success<O extends keyof operations> = {
  [S in keyof operations[O]["responses"]]: S extends 200 | 201
    ? operations[O]["responses"][S] extends {
        readonly content: { readonly "application/json": infer Body };
      }
      ? Body
      : never
    : never;
}[keyof operations[O]["responses"]];

/** What may follow the question mark of an operation. */
export type Query<O extends keyof operations> = NonNullable<operations[O]["parameters"]["query"]>;

export type SendMessageRequest = rest["schemas"]["SendMessageRequest"];

/** Both shapes of a message as one. */
export function toMessage(stored: StoredMessage): Message {
  return {
    id: stored.id,
    conversationId: stored.conversation_id,
    seq: stored.seq,
    senderId: stored.sender_id,
    receiverId: stored.receiver_id,
    content: stored.content,
    attachmentUrl: stored.attachment_url,
    isRead: stored.is_read,
    createdAt: stored.createdAt,
    sender: stored.sender,
    clientMessageId: stored.client_message_id,
    updatedAt: stored.updatedAt,
  };
}

/**
 * When a message came to be as it is told: of two things told of it, the later one counts, whatever came
 * first. Comparable as text.
 */
export function changedAt(message: Pick<Message, "createdAt" | "updatedAt">): string {
  return message.updatedAt ?? message.createdAt;
}
