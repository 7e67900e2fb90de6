package io.parley.e2e;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who calls, as the columns of the tables of rights name it. */
enum Caller {
  NO_TOKEN("No token"),
  EXPIRED_TOKEN("Expired token"),
  WRONG_SIGNATURE("Wrong signature"),
  UNKNOWN_USER("Unknown user"),
  STRANGER("Stranger"),
  PARTICIPANT("Participant"),
  AUTHOR("Author"),
  OTHER_PARTICIPANT("Other participant"),
  SOMEBODY_ELSE("Somebody else"),
  SENDER("Sender"),
  RECEIVER("Receiver"),
  NO_CREDENTIAL("No credential"),
  ANOTHER_CREDENTIAL("Another credential"),
  USER("User"),
  HOST("Host");

  /** Whose columns are in one table; a table for others than users is one more set. */
  static final List<Set<Caller>> TABLES =
      List.of(
          Collections.unmodifiableSet(EnumSet.range(NO_TOKEN, OTHER_PARTICIPANT)),
          Collections.unmodifiableSet(
              EnumSet.of(
                  NO_TOKEN,
                  EXPIRED_TOKEN,
                  WRONG_SIGNATURE,
                  UNKNOWN_USER,
                  SOMEBODY_ELSE,
                  SENDER,
                  RECEIVER)),
          Collections.unmodifiableSet(EnumSet.range(NO_CREDENTIAL, HOST)));

  private final String heading;

  Caller(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }

  boolean isInTheConversation() {
    return this == PARTICIPANT || this == AUTHOR || this == OTHER_PARTICIPANT;
  }

  static Optional<Caller> headed(String heading) {
    return Arrays.stream(values()).filter(caller -> caller.heading.equals(heading)).findFirst();
  }
}
