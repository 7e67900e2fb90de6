package io.parley.bench.verify.fault;

import io.parley.bench.server.ServiceProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One service, which can be started again on its port. Used by one thread. */
final class ServiceNode implements AutoCloseable {
  private final List<String> jvmFlags;
  private final Map<String, String> settings;
  private final Path log = ServiceProcess.newLog();
  private ServiceProcess process;

  /** Starts it; returns when it is ready. */
  ServiceNode(List<String> jvmFlags, Map<String, String> settings) throws IOException {
    this.jvmFlags = List.copyOf(jvmFlags);
    this.settings = Map.copyOf(settings);
    this.process = ServiceProcess.start(jvmFlags, settings, log);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(process.address().getHost(), process.address().getPort());
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** SIGTERM; the exit code, -1 if it did not end in time. */
  int terminate() throws InterruptedException {
    return process.terminate();
  }

  /** Starts the service again, after one of the above. */
  void startAgain() throws IOException {
    process = ServiceProcess.start(jvmFlags, settings, log);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
