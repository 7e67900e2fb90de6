package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records.Conflict;
import io.parley.bench.verify.history.Records.Repeated;

/** Looks at the answers to repeats, to conflicting repeats, and at refusals. */
final class AnswerJudge {
  private final Case run;

  AnswerJudge(Case run) {
    this.run = run;
  }

  void judge() {
    run.records().repeated().forEach(this::judgeRepeated);
    for (Conflict conflict : run.records().conflicts()) {
      if (conflict.accepted()) {
        run.found(
            ViolationKind.CONFLICT_ACCEPTED,
            "the client message id of " + conflict.original() + " was accepted for other content");
      }
    }
    for (String refusal : run.records().refusals()) {
      run.found(ViolationKind.REFUSED, refusal);
    }
  }

  private void judgeRepeated(Repeated repeated) {
    Outgoing message = repeated.message();
    boolean same =
        repeated.id() == message.id()
            && repeated.conversation() == message.conversation()
            && (repeated.seq() == message.seq() || !run.features().seqs());
    if (!same) {
      run.found(
          ViolationKind.REPEAT_ANSWERED_DIFFERENTLY,
          "a repeat of "
              + message
              + " was answered with conversation "
              + repeated.conversation()
              + ", seq "
              + repeated.seq()
              + ", id "
              + repeated.id());
    }
  }
}
