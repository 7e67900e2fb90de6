package io.parley.bootstrap;

import static io.parley.bootstrap.MarkdownTable.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What each library brings along, as Maven resolves it, and what it is for. */
final class DependenciesReference {
  /** What is in the bill of materials, in its order. */
  private static final Pattern LIBRARY =
      Pattern.compile("<artifactId>((?:chat|adapter)-[a-z-]+)</artifactId>\\s*<version>");

  /** A third party's library that one of ours asks for itself. */
  private static final Pattern FOREIGN =
      Pattern.compile("^[+\\\\]- ((?!io\\.parley:)[\\w.-]+:[\\w.-]+):", Pattern.MULTILINE);

  private static final Path PAGE = Path.of("..", "docs", "dependencies.md");

  private static final List<String> APPLICATIONS = List.of("chat-bootstrap", "chat-bom");

  private static final String INTRODUCTION =
      """
      # Dependencies

      What each library brings along at runtime, as `mvn dependency:tree` shows it. This page is made from the build by `ReferenceTest`, which fails when it is stale. `chat-domain` depends on nothing and `chat-application` on the
      domain only; the build fails otherwise. Versions of third parties are in the root [pom.xml](../pom.xml).

      ## What it is for

      """;

  /** Why a third party's library is there; what it brings along itself is under it in the trees. */
  private static final Map<String, String> PURPOSES = new TreeMap<>(purposes());

  private DependenciesReference() {}

  private static Map<String, String> purposes() {
    return Map.ofEntries(
        Map.entry("com.bucket4j:bucket4j_jdk17-core", "Token buckets"),
        Map.entry(
            "com.fasterxml.jackson.core:jackson-annotations",
            "Which members of a record are written as JSON"),
        Map.entry("com.fasterxml.jackson.core:jackson-databind", "JSON"),
        Map.entry(
            "com.github.ben-manes.caffeine:caffeine",
            "Bounded caches in memory: users, tokens, buckets"),
        Map.entry("com.zaxxer:HikariCP", "The pool of connections, where the host lends none"),
        Map.entry(
            "io.javalin:javalin",
            "HTTP: routes and requests, on Jetty; written in Kotlin, whose library it brings along"),
        Map.entry("io.jsonwebtoken:jjwt-api", "JSON Web Tokens: checks and issues them"),
        Map.entry("io.jsonwebtoken:jjwt-impl", "The code behind jjwt-api"),
        Map.entry("io.jsonwebtoken:jjwt-jackson", "JSON for jjwt"),
        Map.entry("io.lettuce:lettuce-core", "The client of Redis, on Netty"),
        Map.entry("io.micrometer:micrometer-core", "Counters, timers and gauges"),
        Map.entry(
            "io.micrometer:micrometer-registry-prometheus", "Metrics as Prometheus reads them"),
        Map.entry("io.opentelemetry:opentelemetry-api", "Spans"),
        Map.entry("io.opentelemetry:opentelemetry-exporter-otlp", "Sends spans to a collector"),
        Map.entry(
            "io.opentelemetry:opentelemetry-exporter-sender-jdk",
            "Sends them with the HTTP client of the JDK"),
        Map.entry(
            "io.opentelemetry:opentelemetry-sdk-extension-autoconfigure",
            "Reads the standard variables `OTEL_…`"),
        Map.entry("org.apache.lucene:lucene-core", "The index of the search"),
        Map.entry("org.assertj:assertj-core", "Assertions of the contracts"),
        Map.entry("org.eclipse.jetty.websocket:jetty-websocket-core-server", "WebSocket frames"),
        Map.entry("org.eclipse.jetty:jetty-server", "The HTTP server"),
        Map.entry("org.flywaydb:flyway-core", "Migrations of the schema `chat`"),
        Map.entry("org.flywaydb:flyway-database-postgresql", "What Flyway knows of PostgreSQL"),
        Map.entry("org.jooq:jooq", "SQL that does not compile where it does not fit the schema"),
        Map.entry("org.jspecify:jspecify", "Annotations for `null`; nothing at runtime"),
        Map.entry(
            "org.junit.jupiter:junit-jupiter-api", "Tests: the contracts are interfaces of them"),
        Map.entry("org.postgresql:postgresql", "The JDBC driver"),
        Map.entry(
            "org.springframework.boot:spring-boot-autoconfigure",
            "Makes the chat's beans in a Spring Boot application"),
        Map.entry("org.springframework.boot:spring-boot-health", "What Actuator tells of the chat"),
        Map.entry(
            "org.springframework.boot:spring-boot-starter-jdbc",
            "The application's `DataSource` and transactions"),
        Map.entry("org.springframework.boot:spring-boot-starter-jetty", "The application's server"),
        Map.entry("org.slf4j:slf4j-api", "Logging, to whatever the host logs with"));
  }

  static String text() {
    StringBuilder trees = new StringBuilder();
    TreeSet<String> foreign = new TreeSet<>();
    for (String library : libraries()) {
      String tree = tree(library);
      trees.append("\n## ").append(library).append("\n\n```text\n").append(tree).append("```\n");
      FOREIGN
          .matcher(tree)
          .results()
          .map((MatchResult each) -> each.group(1))
          .forEach(foreign::add);
    }
    MarkdownTable table = new MarkdownTable("Library", "For");
    foreign.forEach(each -> table.row(code(each), purpose(each)));
    return INTRODUCTION + table + trees;
  }

  private static String purpose(String library) {
    return Optional.ofNullable(PURPOSES.get(library))
        .orElseThrow(() -> new AssertionError("say in PURPOSES what " + library + " is for"));
  }

  private static List<String> libraries() {
    return LIBRARY
        .matcher(read(Path.of("..", "chat-bom", "pom.xml")))
        .results()
        .map((MatchResult each) -> each.group(1))
        .filter(name -> !APPLICATIONS.contains(name))
        .toList();
  }

  /** Written by the build of the module; as the page has it if this build is without the module. */
  private static String tree(String library) {
    Path built = Path.of("..", library, "target", "dependencies.txt");
    return Files.exists(built)
        ? read(built)
            .replace(":jar:", ":")
            .replace(":compile", "")
            .replace(":runtime", " (runtime)")
        : read(PAGE).replaceAll("(?s).*\n## " + library + "\n\n```text\n(.*?)```.*", "$1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
