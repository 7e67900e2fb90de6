import { io, type Socket } from "socket.io-client";
import type { Answer, ClientEvents, Requests, ServerEvents } from "./contract";
import { Failure } from "./failure";

const ANSWER_LIMIT_MS = 10_000;

export type ChatSocket = Socket<ServerEvents, ClientEvents>;

/** A socket that comes back by itself, and shows the token of the moment each time. */
export function openSocket(token: () => string): ChatSocket {
  return io({
    auth: (show) => show({ token: token() }),
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
  });
}

/**
 * Sends an event and waits for its acknowledgement. Fails at once when there is no connection, and as
 * soon as the connection breaks: whether the server has done it is then unknown. What must not be lost
 * is to be asked again, with the same `clientMessageId`.
 */
export async function ask<E extends keyof Requests>(
  socket: ChatSocket,
  event: E,
  sent: Requests[E]["sent"],
): Promise<Requests[E]["data"]> {
  if (!socket.connected) {
    throw Failure.unreachable(); // the client would keep the event and send it later, uncalled for
  }
  let answer: Answer<Requests[E]["data"]>;
  try {
    // The types of the client cannot follow an event that is a variable.
    const untyped = socket as unknown as Socket;
    answer = await untyped.timeout(ANSWER_LIMIT_MS).emitWithAck(event, sent);
  } catch {
    throw Failure.unreachable();
  }
  if (!answer.ok) {
    const { message, code, retryable, retryAfterMillis } = answer.error;
    throw new Failure(message, code, retryable, retryAfterMillis);
  }
  return answer.data;
}
