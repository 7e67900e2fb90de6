package io.parley.bench.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service in a JVM of its own, from the class path of the bench, with its launcher's flags. */
public final class ServiceProcess implements AutoCloseable {
  private static final String NAME = "service";
  private static final String READY = "Chat is listening on ";

  /** Few users make the load of many: what they do is counted, as that of others is, but enough. */
  private static final Map<String, String> FOR_FEW_USERS =
      Map.of(
          "CHAT_LIMIT_SENDS", "1000000000",
          "CHAT_LIMIT_TYPING", "1000000000",
          "CHAT_LIMIT_JOINS", "1000000000",
          "CHAT_LIMIT_SEARCHES", "1000000000",
          "CHAT_LIMIT_CONNECTS", "1000000000",
          "CHAT_LIMIT_OTHER", "1000000000",
          "CHAT_SOCKETS_PER_USER", "1000000",
          "CHAT_ROOMS_PER_SOCKET", "1000000");

  /** As the launcher has it: the largest message is no large object. */
  private static final String REGIONS = "-XX:G1HeapRegionSize=4m";

  private final ChildProcess process;

  private ServiceProcess(ChildProcess process) {
    this.process = process;
  }

  /** Compares every kept count of a database with its messages; true if all are right. */
  public static boolean recount(String databaseUrl) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(ChildProcess.java(List.of(), "io.parley.bootstrap.Main", "recount"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DATABASE_URL", databaseUrl);
    return builder.start().waitFor() == 0;
  }

  /** Starts the service, on a free port unless the settings name one; returns when it is ready. */
  public static ServiceProcess start(List<String> jvmFlags, Map<String, String> settings)
      throws IOException {
    return start(jvmFlags, settings, newLog());
  }

  /** A log for one service, or for one after the other. */
  public static Path newLog() throws IOException {
    return ChildProcess.newLog(NAME);
  }

  /** As above; what it logs is added to a file. */
  public static ServiceProcess start(List<String> jvmFlags, Map<String, String> settings, Path log)
      throws IOException {
    Map<String, String> all = new HashMap<>(FOR_FEW_USERS);
    all.putAll(settings);
    return startLimited(jvmFlags, all, log);
  }

  /** As above, with the limits of a user that the settings name, and else the service's own. */
  public static ServiceProcess startLimited(
      List<String> jvmFlags, Map<String, String> settings, Path log) throws IOException {
    List<String> flags = new ArrayList<>(jvmFlags);
    flags.add(0, REGIONS);
    ProcessBuilder builder =
        new ProcessBuilder(ChildProcess.java(flags, "io.parley.bootstrap.Main", "serve"));
    builder.environment().put("PORT", "0");
    builder.environment().putAll(settings);
    return new ServiceProcess(ChildProcess.start(NAME, builder, log, READY));
  }

  public URI address() {
    return process.address();
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it at once, as a crash does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /**
   * Asks it to end, and waits for that.
   *
   * @return its exit code; -1 if it had to be killed after some time
   */
  public int terminate() throws InterruptedException {
    return process.terminate();
  }

  /** What its JVM occupies. */
  public JvmMemory memory() {
    return process.memory();
  }

  /** CPU time used since its start. */
  public Duration cpu() {
    return process.cpu();
  }

  /** Memory allocated since its start by the threads that are alive; 0 if it does not tell. */
  public long allocatedBytes() {
    return process.allocatedBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
