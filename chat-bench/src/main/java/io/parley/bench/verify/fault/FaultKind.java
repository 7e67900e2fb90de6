package io.parley.bench.verify.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can go wrong; the name on the command line has hyphens and small letters. */
public enum FaultKind {
  /** Some clients lose their connections. */
  CLIENTS_CUT(Needs.PROXY, 0, 0),
  /** Some clients lose their connections in the middle of a frame. */
  CLIENTS_CUT_MID_FRAME(Needs.PROXY, 0, 0),
  /** The network of some clients carries nothing for a while, without saying so. */
  CLIENTS_STALLED(Needs.PROXY, 2_000, 12_000),
  /** Nobody can connect for a while, and all connections are lost. */
  CLIENTS_REFUSED(Needs.PROXY, 1_000, 5_000),
  /** SIGKILL to the service; started again after a while. */
  SERVICE_KILLED(Needs.SERVICE, 0, 1_500),
  /** SIGTERM to the service; started again when it has stopped. */
  SERVICE_RESTARTED(Needs.SERVICE, 0, 0),
  /** SIGSTOP to the service, and later SIGCONT. */
  SERVICE_PAUSED(Needs.SERVICE_PROCESS, 1_000, 8_000),
  /** The service can open no file and no connection for a while; many clients come back then. */
  SERVICE_WITHOUT_HANDLES(Needs.SERVICE_PROCESS, 1_000, 6_000),
  /** SIGKILL to the PostgreSQL server. */
  DATABASE_KILLED(Needs.SERVICE, 0, 0),
  /** SIGKILL to one of its sessions, which makes the server recover. */
  DATABASE_BACKEND_KILLED(Needs.SERVICE, 0, 0),
  /** A fast shutdown of PostgreSQL; started again at once. */
  DATABASE_RESTARTED(Needs.SERVICE, 0, 0),
  /** SIGSTOP to all of PostgreSQL, and later SIGCONT. */
  DATABASE_PAUSED(Needs.SERVICE, 1_000, 8_000),
  /** The service loses its connections to the database, some at a time, for a while. */
  DATABASE_CUT(Needs.SERVICE, 500, 3_000),
  /** The same in the middle of a statement or of its answer: its outcome is unknown. */
  DATABASE_CUT_MID_FRAME(Needs.SERVICE, 500, 3_000),
  /** The connections to the database carry nothing for a while, without saying so. */
  DATABASE_STALLED(Needs.SERVICE, 1_000, 10_000),
  /** Every byte to and from the database takes 200 ms to 2 s. */
  DATABASE_SLOW(Needs.SERVICE, 3_000, 8_000),
  /** Somebody else has all connections that the database gives out. */
  DATABASE_FULL(Needs.SERVICE, 2_000, 6_000),
  /** The clock of the database is set back by up to an hour, and right again later. */
  DATABASE_CLOCK_SET_BACK(Needs.SERVICE, 2_000, 6_000),
  /** The database is lost, and after a while a synchronous standby takes over. */
  DATABASE_FAILED_OVER(Needs.SERVICE, 500, 4_000),
  /** The disk of the database is full for a while; the search index is on it, too. */
  DATABASE_DISK_FULL(Needs.DISK, 1_000, 5_000),
  /** SIGKILL to Redis, which is back after a while and knows nothing. */
  BUS_KILLED(Needs.REDIS, 100, 6_000),
  /** SIGSTOP to Redis, and later SIGCONT. */
  BUS_PAUSED(Needs.REDIS, 1_000, 8_000),
  /** Some nodes lose their connections to Redis, again and again for a while. */
  BUS_CUT(Needs.REDIS, 500, 3_000),
  /** The connections to Redis carry nothing for a while, without saying so. */
  BUS_STALLED(Needs.REDIS, 1_000, 8_000);

  /** What of the server has to be in our hands. */
  private enum Needs {
    PROXY,
    SERVICE_PROCESS,
    SERVICE,
    DISK,
    REDIS
  }

  private final Needs needs;
  private final int minMillis;
  private final int maxMillis;

  FaultKind(Needs needs, int minMillis, int maxMillis) {
    this.needs = needs;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
  }

  /** The shortest that it lasts. */
  int minMillis() {
    return minMillis;
  }

  /** The longest that it lasts, as a rule. */
  int maxMillis() {
    return maxMillis;
  }

  /** The name on the command line. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a kind by its name on the command line.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FaultKind named(String optionName) {
    return Arrays.stream(values())
        .filter(kind -> kind.optionName().equals(optionName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such fault: " + optionName));
  }

  /**
   * What can be done to a server that we have started.
   *
   * @param ownDisk whether its database has a disk of its own
   * @param redis whether its nodes reach each other by Redis
   */
  public static Set<FaultKind> ofOurServer(boolean ownDisk, boolean redis) {
    Set<FaultKind> possible = EnumSet.allOf(FaultKind.class);
    possible.removeIf(kind -> kind.needs == Needs.DISK && !ownDisk);
    possible.removeIf(kind -> kind.needs == Needs.REDIS && !redis);
    return possible;
  }

  /** What can be done to a server that runs already. */
  public static Set<FaultKind> ofRunningServer(boolean processKnown) {
    Set<FaultKind> possible = EnumSet.noneOf(FaultKind.class);
    for (FaultKind kind : values()) {
      if (kind.needs == Needs.PROXY || (kind.needs == Needs.SERVICE_PROCESS && processKnown)) {
        possible.add(kind);
      }
    }
    return possible;
  }

  @Override
  public String toString() {
    return optionName();
  }
}
