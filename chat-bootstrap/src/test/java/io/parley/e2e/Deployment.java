package io.parley.e2e;

import java.util.stream.Stream;

/** How the service is run: what its users can see is the same. */
enum Deployment {
  ONE_NODE {
    @Override
    TestService start() throws InterruptedException {
      return TestServer.start();
    }
  },
  THREE_NODES_ON_REDIS {
    @Override
    TestService start() throws InterruptedException {
      return TestCluster.start("redis").balanced();
    }
  },
  THREE_NODES_ON_POSTGRES {
    @Override
    TestService start() throws InterruptedException {
      return TestCluster.start("postgres").balanced();
    }
  };

  /** Starts it; several nodes are behind a load balancer, which spreads clients over them. */
  abstract TestService start() throws InterruptedException;

  /** All of them, each started when its turn comes; for tests that close what they are given. */
  static Stream<TestService> started() {
    return Stream.of(values())
        .map(
            deployment -> {
              try {
                return deployment.start();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
              }
            });
  }
}
