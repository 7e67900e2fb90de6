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
  JWT_PREVIOUS_SECRET(
      "--jwt-previous-secret",
      "<secret>",
      "HMAC secret that tokens were signed with before: accepted as well, never used to sign"),
  JWT_PUBLIC_KEY(
      "--jwt-public-key",
      "<files>",
      "PEM files with the public keys or certificates of who signs tokens, comma separated: RSA for"
          + " RS256, RS384, RS512; P-256 for ES256; P-384 for ES384; Ed25519 for EdDSA"),
  JWT_JWKS_URL(
      "--jwt-jwks-url",
      "<url>",
      "Where such public keys are published as a JSON Web Key Set; read again every five minutes"),
  JWT_ISSUER(
      "--jwt-issuer",
      "<names>",
      "What the claim iss of a token must be, alternatives comma separated (default: anything)"),
  JWT_AUDIENCE(
      "--jwt-audience",
      "<names>",
      "What the claim aud of a token must hold, alternatives comma separated (default: anything)"),
  CHAT_USERS(
      "--users",
      "<view|claims|http>",
      "Where users and their names come from: the view chat.user_profiles over the host's table, the"
          + " claims of their tokens, or a service of the host (default: view)"),
  CHAT_USERS_URL(
      "--users-url",
      "<url>",
      "The service of the host that is asked for users by POST requests, with --users http"),
  CHAT_USERS_TOKEN(
      "--users-token",
      "<secret>",
      "What it is shown as a bearer token, 16 to 1000 visible ASCII characters"),
  CHAT_USER_KEYS(
      "--user-keys",
      "<number|uuid|text>",
      "What the host calls its users in the claims id or sub; the chat gives UUIDs and texts"
          + " numbers of its own (default: number)"),
  CHAT_ADMIN_TOKEN(
      "--admin-token",
      "<secret>",
      "What services of the host show to /api/admin as a bearer token, at least 32 bytes (default:"
          + " none; then there is nothing at these paths)"),
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
      "Stands, with a dot, before every session id of long polling, so that a load balancer can"
          + " send a session's requests to its node without cookies (default: none)"),
  CHAT_LIMIT_SENDS("--limit-sends", Setting.LIMIT, "Messages of one user (default: 5000)"),
  CHAT_LIMIT_TYPING(
      "--limit-typing", Setting.LIMIT, "Signals of typing of one user (default: 100)"),
  CHAT_LIMIT_JOINS(
      "--limit-joins", Setting.LIMIT, "Conversations that one user joins or leaves (default: 200)"),
  CHAT_LIMIT_SEARCHES("--limit-searches", Setting.LIMIT, "Searches of one user (default: 50)"),
  CHAT_LIMIT_CONTACTS(
      "--limit-contacts", Setting.LIMIT, "Contact requests that one user sends (default: 1:30)"),
  CHAT_LIMIT_CONNECTS(
      "--limit-connects", Setting.LIMIT, "Sockets that one user opens (default: 20)"),
  CHAT_LIMIT_OTHER(
      "--limit-other", Setting.LIMIT, "Everything else that one user asks for (default: 5000)"),
  CHAT_LIMIT_ADDRESS_REQUESTS(
      "--limit-address-requests", Setting.LIMIT, "REST requests of one address (default: off)"),
  CHAT_LIMIT_ADDRESS_CONNECTS(
      "--limit-address-connects",
      Setting.LIMIT,
      "Socket.IO handshakes of one address (default: off)"),
  CHAT_SOCKETS_PER_ADDRESS(
      "--sockets-per-address",
      "<number>",
      "Sockets that one address may have on a node (default: any number)"),
  CHAT_SOCKETS_PER_USER(
      "--sockets-per-user", "<number>", "Sockets that one user may have on a node (default: 20)"),
  CHAT_ROOMS_PER_SOCKET(
      "--rooms-per-socket", "<number>", "Conversations that one socket may follow (default: 1000)"),
  CHAT_WEBHOOK_URL(
      "--webhook-url",
      "<url>",
      "A service of the host that is told of every message, by signed POST requests (default:"
          + " none)"),
  CHAT_WEBHOOK_SECRET(
      "--webhook-secret",
      "<secret>",
      "What these are signed with: whsec_ and 24 to 64 bytes in Base64"),
  CHAT_CONTACT_REQUESTS(
      "--contact-requests",
      "<true|false>",
      "Users write only to those who have accepted their contact request, or whose request they have"
          + " accepted, and may block others (default: false; then everybody writes to everybody)"),
  CHAT_METRICS(
      "--metrics",
      "<off|local|public>",
      "Who may read GET /metrics: nobody; programs of this machine that ask directly, not by way of"
          + " a proxy; or whoever gets there (default: local)"),
  CHAT_LOG_FORMAT(
      "--log-format",
      "<text|json>",
      "How log entries are written to standard error: for people, or as one JSON object a line"
          + " (default: text)"),
  CHAT_DEMO(
      "--demo",
      "<true|false>",
      "Demo users with a few conversations, and a generated secret (default: false)");

  /** A rate, with what may be spent at once after a pause. */
  private static final String LIMIT = "<per second[:at once]|off>";

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
    return this == CHAT_DEMO || this == CHAT_CONTACT_REQUESTS;
  }

  /** Whether the value must not be shown; a file may hold it, too. */
  public boolean isSecret() {
    return switch (this) {
      case DATABASE_URL,
          CHAT_READ_DATABASE_URL,
          DB_PASSWORD,
          JWT_SECRET,
          JWT_PREVIOUS_SECRET,
          CHAT_ADMIN_TOKEN,
          CHAT_WEBHOOK_SECRET,
          CHAT_USERS_TOKEN,
          REDIS_URL ->
          true;
      default -> false;
    };
  }

  /** The environment variable that names a file with the value, if that is a secret. */
  public String fileVariable() {
    return name() + "_FILE";
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
