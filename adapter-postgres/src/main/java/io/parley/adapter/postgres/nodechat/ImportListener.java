package io.parley.adapter.postgres.nodechat;

/** Is told how an import gets on, by its thread. */
public interface ImportListener {
  /**
   * A part of the work begins; the one before has ended.
   *
   * @param what such as {@code Reading messages}
   * @param total how many rows there are to do; 0 if that cannot be counted
   * @param done how many of them an earlier run has done
   */
  void begins(String what, long total, long done);

  /** So many more rows are done. */
  void advances(long rows);
}
