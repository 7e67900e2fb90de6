/** Why something that was asked of the server did not happen. */
export class Failure extends Error {
  /**
   * @param code stable and machine readable; "unreachable" if the server did not answer
   * @param retryable whether the same may succeed later
   * @param retryAfterMillis when it is worth trying again, if the server said so
   */
  constructor(
    message: string,
    readonly code: string,
    readonly retryable: boolean,
    readonly retryAfterMillis?: number,
  ) {
    super(message);
    this.name = "Failure";
  }

  static unreachable(): Failure {
    return new Failure("The server cannot be reached", "unreachable", true);
  }

  static of(problem: unknown): Failure {
    return problem instanceof Failure ? problem : Failure.unreachable();
  }
}
