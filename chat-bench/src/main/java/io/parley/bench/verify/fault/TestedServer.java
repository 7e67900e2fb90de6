package io.parley.bench.verify.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The server that is tested, and the proxy through which its clients reach it. */
public final class TestedServer implements AutoCloseable {
  private final TcpProxy clients;
  private final @Nullable OwnService own;
  private final OptionalLong pid;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TestedServer(TcpProxy clients, @Nullable OwnService own, OptionalLong pid) {
    this.clients = clients;
    this.own = own;
    this.pid = pid;
  }

  /** Ours; closed with this. */
  public static TestedServer own(OwnService service) throws IOException {
    return new TestedServer(new TcpProxy(service.addresses()), service, OptionalLong.empty());
  }

  /**
   * One that runs already.
   *
   * @param pid of its process; empty if that must not be touched
   */
  public static TestedServer running(InetSocketAddress address, OptionalLong pid)
      throws IOException {
    return new TestedServer(new TcpProxy(address), null, pid);
  }

  /** Where clients connect to. */
  public InetSocketAddress address() {
    return clients.address();
  }

  /** What can be done to it. */
  public Set<FaultKind> possibleFaults() {
    return own != null
        ? FaultKind.ofOurServer(own.database().disk().isPresent(), own.redis().isPresent())
        : FaultKind.ofRunningServer(pid.isPresent());
  }

  TcpProxy clients() {
    return clients;
  }

  OwnService service() {
    if (own == null) {
      throw new IllegalStateException("the server is not ours");
    }
    return own;
  }

  /**
   * The process of a service.
   *
   * @param random chooses among several
   */
  long pid(Random random) {
    return own == null ? pid.orElseThrow() : node(random).pid();
  }

  /** One of the services, which must be ours. */
  ServiceNode node(Random random) {
    List<ServiceNode> nodes = service().nodes();
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** Whether every kept count in its database is what the messages say; true if it is not ours. */
  public boolean countsAreRight() throws IOException, InterruptedException {
    return own == null || own.countsAreRight();
  }

  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    clients.close();
    if (own != null) {
      own.close();
    }
  }
}
