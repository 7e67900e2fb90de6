package io.parley.bench.verify.history;

import java.util.ArrayList;
import java.util.List;

/** All that the clients have written down, but for the histories of their connections. */
public final class Records {
  private final List<ConnectionHistory> connections = new ArrayList<>();
  private final List<Outgoing> sent = new ArrayList<>();
  private final List<Repeated> repeated = new ArrayList<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /** What a repeat of an acknowledged message was answered with. */
  public record Repeated(Outgoing message, long conversation, long seq, long id) {}

  /** What a used client message id with other content was answered with. */
  public record Conflict(Outgoing original, boolean accepted) {}

  /**
   * A delete or a restore that was answered.
   *
   * @param deleted else it was restored
   * @param attempts 1 if the first request was answered
   * @param askedMillis when it was first asked for, since the run began
   * @param answeredMillis when the answer was there
   */
  public record Change(
      Outgoing message, boolean deleted, int attempts, long askedMillis, long answeredMillis) {}

  /** A read mark that was answered. */
  public record Mark(long reader, long conversation, long upTo) {}

  public List<ConnectionHistory> connections() {
    return connections;
  }

  public List<Outgoing> sent() {
    return sent;
  }

  public List<Repeated> repeated() {
    return repeated;
  }

  public List<Conflict> conflicts() {
    return conflicts;
  }

  public List<Change> changes() {
    return changes;
  }

  public List<Mark> marks() {
    return marks;
  }

  /** Answers that no client had to expect, a sentence each. */
  public List<String> refusals() {
    return refusals;
  }
}
