package io.parley.adapter.postgres;

import io.parley.domain.port.MessageStore.Appended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** The drafts of a group, of which those with the same key are stored once and answered alike. */
final class OncePerKey {
  private final List<PendingAppend> appends = new ArrayList<>();
  private final Map<DraftKey, PendingAppend> firsts = new HashMap<>();
  private final List<PendingAppend> repeats = new ArrayList<>();

  void add(PendingAppend append) {
    boolean isFirst = append.key().map(key -> firsts.putIfAbsent(key, append) == null).orElse(true);
    (isFirst ? appends : repeats).add(append);
  }

  /** Those that are to be stored and have no outcome yet, in order. */
  List<PendingAppend> waiting() {
    appends.removeIf(PendingAppend::hasOutcome);
    return List.copyOf(appends);
  }

  /**
   * Answers those that came again within the group, once the first of each key has its outcome.
   *
   * @return those whose first was refused: they may say something else, and stand for themselves
   */
  List<PendingAppend> answerRepeats() {
    List<PendingAppend> unanswered = new ArrayList<>();
    for (PendingAppend repeat : repeats) {
      PendingAppend first = repeat.key().map(firsts::get).orElseThrow();
      try {
        Appended outcome = first.outcome().toCompletableFuture().join();
        repeat.repeats(outcome.message(), outcome.state());
      } catch (CompletionException | CancellationException refused) {
        unanswered.add(repeat);
      }
    }
    return unanswered;
  }
}
