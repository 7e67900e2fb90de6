package io.parley.adapter.traces;

/** What one thread does for a request or an event; closed on that thread, the inner ones first. */
@FunctionalInterface
public interface Stretch {
  void close();
}
