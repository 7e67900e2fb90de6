package io.parley.application.message;

import io.parley.domain.port.ContactPolicy;
import io.parley.domain.port.MessagePolicy;
import io.parley.domain.port.MessagePolicy.WhenSilent;
import java.time.Duration;

/**
 * The rules of a host, and what holds while they say nothing.
 *
 * @param contacts who may write to whom; a message of which it says nothing is refused
 * @param messages what becomes of a message
 * @param whenSilent what becomes of a message of which {@code messages} says nothing in time
 * @param deadline how long each of the two may take for one message; positive
 * @since 0.1
 */
public record SendPolicies(
    ContactPolicy contacts, MessagePolicy messages, WhenSilent whenSilent, Duration deadline) {
  private static final Duration USUAL_DEADLINE = Duration.ofSeconds(2);

  /**
   * @throws IllegalArgumentException if the deadline is not positive
   */
  public SendPolicies {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("The deadline of the policies is to be positive");
    }
  }

  /** Everything is stored as it is; rules that come have two seconds. */
  public static SendPolicies none() {
    return new SendPolicies(
        ContactPolicy.open(), MessagePolicy.none(), WhenSilent.REFUSE, USUAL_DEADLINE);
  }

  public SendPolicies withContacts(ContactPolicy policy) {
    return new SendPolicies(policy, messages, whenSilent, deadline);
  }

  public SendPolicies withMessages(MessagePolicy policy, WhenSilent silent) {
    return new SendPolicies(contacts, policy, silent, deadline);
  }

  public SendPolicies withDeadline(Duration longest) {
    return new SendPolicies(contacts, messages, whenSilent, longest);
  }
}
