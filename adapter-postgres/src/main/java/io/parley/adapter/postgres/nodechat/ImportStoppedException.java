package io.parley.adapter.postgres.nodechat;

/** Somebody asked for the end; the next run goes on after the last batch. */
public final class ImportStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImportStoppedException() {
    super("The import was asked to end");
  }
}
