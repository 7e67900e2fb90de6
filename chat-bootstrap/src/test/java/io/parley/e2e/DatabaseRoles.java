package io.parley.e2e;

import io.parley.adapter.postgres.TestDatabase;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A database whose users belong to the host, whose schema of the chat belongs to an owner, and in
 * which the service owns nothing.
 */
final class DatabaseRoles implements AutoCloseable {
  private static final Path GRANTS = Path.of("..", "deploy", "postgres", "grants.sql");
  private static final String PASSWORD = "only-for-this-test";

  private final TestDatabase database = TestDatabase.create();
  private final String host;
  private final String owner;
  private final String service;

  /** With the host's users 1 to 9, before the chat has come. */
  DatabaseRoles() {
    String suffix = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
    host = "host_of_" + suffix;
    owner = "owner_of_" + suffix;
    service = "service_of_" + suffix;
    for (String role : new String[] {host, owner, service}) {
      database.run(
          "CREATE ROLE "
              + role
              + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
              + PASSWORD
              + "'");
    }
    database.run(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "CREATE TABLE users (id integer PRIMARY KEY, name text, username text, profile_name text,"
            + " password_hash text)",
        "ALTER TABLE users OWNER TO " + host,
        "GRANT SELECT ON users TO " + owner,
        "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO "
            + owner
            + "', current_database()); END $$");
    TestServer.addUsers(database);
  }

  TestDatabase database() {
    return database;
  }

  External asOwner() {
    return as(owner);
  }

  External asService() {
    return as(service);
  }

  private External as(String role) {
    return new External(database.jdbcUrl(), role, Optional.of(new Secret(PASSWORD)));
  }

  /** {@code DATABASE_URL} of the service. */
  String serviceUrl() {
    return database.url().replaceFirst("//[^@]*@", "//" + service + ":" + PASSWORD + "@");
  }

  String service() {
    return service;
  }

  /** As the owner, what operators are told to run. */
  void grant() {
    try {
      String script = Files.readString(GRANTS).replace("chat_service", service);
      database.run("SET SESSION AUTHORIZATION " + owner, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (String role : new String[] {host, owner, service}) {
      database.run("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
    }
    database.close();
  }
}
