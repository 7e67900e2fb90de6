package io.parley.domain.contact;

/**
 * What may be done with a contact request that is pending, by one of the two.
 *
 * @since 0.1
 */
public enum Step {
  ACCEPT(RequestStatus.ACCEPTED, "accept", false),
  REJECT(RequestStatus.REJECTED, "reject", false),
  CANCEL(RequestStatus.CANCELLED, "cancel", true);

  private final RequestStatus outcome;
  private final String verb;
  private final boolean bySender;

  Step(RequestStatus outcome, String verb, boolean bySender) {
    this.outcome = outcome;
    this.verb = verb;
    this.bySender = bySender;
  }

  /** How the request stands afterwards. */
  public RequestStatus outcome() {
    return outcome;
  }

  String verb() {
    return verb;
  }

  /** Whether it is for the sender to do; else it is for the receiver. */
  boolean isBySender() {
    return bySender;
  }
}
