package io.parley.adapter.rest;

import java.util.function.Supplier;

/**
 * What {@code GET /metrics} answers, and to whom.
 *
 * @param text is asked for each time, and must not block
 */
public record MetricsPage(String contentType, Supplier<String> text, Audience audience) {
  /** Who may read it; for everybody else there is nothing at that path. */
  public enum Audience {
    /** Programs of this machine that ask directly, see {@link MetricsRoutes}. */
    LOCAL,
    /** Whoever gets there. */
    PUBLIC
  }
}
