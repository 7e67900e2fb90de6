import type { ErrorCode } from "./types.js";

/** More of a failure than its sentence. */
export interface FailureDetails {
  readonly retryable: boolean;
  readonly retryAfterMillis?: number | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

/** Why something that was asked of the server did not happen; the message is a sentence for a person. */
export class Failure extends Error {
  /** Whether the same, as it is, may succeed later. */
  readonly retryable: boolean;
  /** When it is worth trying again, if the server said so. */
  readonly retryAfterMillis: number | undefined;
  /** The HTTP status, of a REST call that was answered. */
  readonly status: number | undefined;
  /** What the server's log calls the REST call. */
  readonly requestId: string | undefined;

  /** @param code stable and machine readable; "unreachable" if there was no answer */
  constructor(
    message: string,
    readonly code: ErrorCode | "unreachable" | "unknown",
    details: FailureDetails,
  ) {
    super(message);
    this.name = "Failure";
    this.retryable = details.retryable;
    this.retryAfterMillis = details.retryAfterMillis;
    this.status = details.status;
    this.requestId = details.requestId;
  }

  static unreachable(): Failure {
    return new Failure("The server cannot be reached", "unreachable", { retryable: true });
  }

  /** Whatever was thrown, as a failure; what is none counts as no answer. */
  static of(problem: unknown): Failure {
    return problem instanceof Failure ? problem : Failure.unreachable();
  }
}
