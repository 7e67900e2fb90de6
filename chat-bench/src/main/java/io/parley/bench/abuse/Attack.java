package io.parley.bench.abuse;

/** One kind of hostile client. */
interface Attack {
  /** As the report and the command line call it. */
  String name();

  /**
   * Attacks until the deadline, and leaves nothing open.
   *
   * @param tally hears of each attempt and of what became of it
   */
  void run(Target target, Tally tally, Deadline deadline) throws Exception;
}
