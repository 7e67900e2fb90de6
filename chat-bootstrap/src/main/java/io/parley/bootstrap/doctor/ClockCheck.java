package io.parley.bootstrap.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether two machines agree on the time: tokens end, and revocations begin, by it. */
final class ClockCheck {
  private static final Duration NOTICEABLE = Duration.ofSeconds(2);
  private static final Duration TOO_MUCH = Duration.ofSeconds(29);

  private ClockCheck() {}

  static Finding finding(String subject, Instant theirs, Clock clock) {
    Duration ahead = Duration.between(clock.instant(), theirs);
    Duration off = ahead.abs();
    if (off.compareTo(NOTICEABLE) < 0) {
      return Finding.good(subject, "agrees with ours within 2 s");
    }
    String found = off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " ours";
    String advice = "Let both machines keep the time (NTP, chrony).";
    return off.compareTo(TOO_MUCH) < 0
        ? Finding.warning(subject, found, advice)
        : Finding.bad(subject, found, advice);
  }
}
