package io.parley.bootstrap.config;

/**
 * Everything that an operator can set: each has an environment variable, which is the constant's
 * name, and a flag, which wins. The help texts and the parser are made from this table.
 */
public enum Setting {
  PORT("--port", "<port>", "HTTP and WebSocket port; 0 takes any free one (default: 3010)"),
  DATABASE_URL(
      "--database-url",
      "<url>",
      "postgres://user:password@host:port/database or jdbc:postgresql://..., with several"
          + " host:port for a primary that may change; no database named means an embedded"
          + " PostgreSQL in the data directory"),
  CHAT_READ_DATABASE_URL(
      "--read-database-url",
      "<url>",
      "A standby of the database, which answers for histories, search results and inboxes whenever"
          + " it has everything; user and password default to those of the database"),
  DB_HOST("--db-host", "<host>", "Database server, instead of a URL (default: localhost)"),
  DB_PORT("--db-port", "<port>", "Port of the database server (default: 5432)"),
  DB_NAME("--db-name", "<name>", "Name of the database"),
  DB_USERNAME("--db-username", "<name>", "Database user"),
  DB_PASSWORD("--db-password", "<password>", "Password of the database user"),
  CHAT_DATA_DIR(
      "--data-dir",
      "<directory>",
      "Where the embedded database, generated secrets and the search index live"
          + " (default: ./chat-data)"),
  JWT_SECRET(
      "--jwt-secret", "<secret>", "HMAC secret that tokens are signed with, at least 32 bytes"),
  FRONTEND_URL(
      "--frontend-url",
      "<origins>",
      "Allowed CORS origins, comma separated (default: http://localhost:3000)"),
  CHAT_TLS_CERT(
      "--tls-cert",
      "<file>",
      "Certificate chain in PEM, the service's own first: makes it speak TLS; read anew when it"
          + " changes (default: plain HTTP)"),
  CHAT_TLS_KEY(
      "--tls-key", "<file>", "Private key of the certificate in PEM: PKCS#8, not encrypted"),
  CHAT_TRUSTED_PROXIES(
      "--trusted-proxies",
      "<addresses>",
      "Addresses and ranges (10.0.0.0/8), comma separated, of the proxies whose X-Forwarded-For,"
          + " X-Forwarded-Proto and Forwarded count (default: none)"),
  CHAT_MAX_CONNECTIONS(
      "--max-connections",
      "<number>",
      "How many connections there may be at a time; more wait to be accepted (default: no limit)"),
  CHAT_CLUSTER(
      "--cluster",
      "<none|redis|postgres>",
      "What carries events between nodes: redis, or the database for two or three nodes"
          + " (default: redis if its URL is set, else none)"),
  REDIS_URL(
      "--redis-url",
      "<url>",
      "redis://[[user:]password@]host[:port], rediss:// for TLS, redis-sentinel://host,host#master,"
          + " or several servers of a Redis Cluster: join a cluster of nodes"),
  CHAT_NODE_NAME(
      "--node-name",
      "<name>",
      "Stands, with a dot, before every session id of long polling, so that a load balancer can send"
          + " a session's requests to its node without cookies (default: none)"),
  CHAT_DEMO(
      "--demo",
      "<true|false>",
      "Demo users with a few conversations, and a generated secret (default: false)");

  private final String flag;
  private final String valueLabel;
  private final String description;

  Setting(String flag, String valueLabel, String description) {
    this.flag = flag;
    this.valueLabel = valueLabel;
    this.description = description;
  }

  /** The environment variable. */
  public String variable() {
    return name();
  }

  /** The command line flag, with its dashes. */
  public String flag() {
    return flag;
  }

  /** Whether the flag alone, without a value, means true. */
  public boolean isSwitch() {
    return this == CHAT_DEMO;
  }

  /** What stands for the value in help texts. */
  public String valueLabel() {
    return valueLabel;
  }

  /** One sentence for help texts, with the default. */
  public String description() {
    return description;
  }
}
