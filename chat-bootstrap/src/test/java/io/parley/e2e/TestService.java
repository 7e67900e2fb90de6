package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import java.net.URI;

/** The whole service as its users see it, with users 1 to 9. */
interface TestService extends AutoCloseable {
  URI address();

  /** A token that is valid for an hour. */
  String token(long user);

  TestDatabase database();

  /** Whether a client that comes back may find another node, as scripts are told. */
  default String nodes() {
    return "one-node";
  }

  default RestClient rest(long user) {
    return new RestClient(address(), token(user));
  }

  @Override
  void close();
}
