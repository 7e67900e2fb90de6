package io.parley.bench.server;

/**
 * How a server of ours is laid out.
 *
 * @param nodes services on the one database
 * @param bus how they reach each other
 */
public record Layout(int nodes, Bus bus) {
  /** One service. */
  public static final Layout SINGLE = new Layout(1, Bus.NONE);

  /** What carries events between services. */
  public enum Bus {
    NONE,
    REDIS,
    POSTGRES
  }

  public Layout {
    if (nodes < 1 || (nodes > 1) == (bus == Bus.NONE)) {
      throw new IllegalArgumentException(nodes + " nodes with the bus " + bus);
    }
  }
}
