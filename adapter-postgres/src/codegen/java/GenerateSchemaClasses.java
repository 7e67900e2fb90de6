import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Generates the jOOQ classes of the schema: starts a PostgreSQL, migrates it as the service would,
 * and reads the result back. Run by the build from its source; does nothing while the migrations
 * are those of the last run.
 *
 * <p>Arguments: the directory of the migrations, the directory for the classes.
 */
public final class GenerateSchemaClasses {
  private GenerateSchemaClasses() {}

  public static void main(String[] args) throws Exception {
    Path migrations = Path.of(args[0]);
    Path output = Path.of(args[1]);
    Path marker = output.resolve("migrations.sha256");
    String fingerprint = fingerprint(migrations);
    if (Files.exists(marker) && Files.readString(marker).equals(fingerprint)) {
      return;
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .defaultSchema("chat")
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(configuration(postgres.getJdbcUrl("postgres", "postgres"), output));
    }
    Files.writeString(marker, fingerprint);
  }

  private static Configuration configuration(String url, Path output) {
    return new Configuration()
        .withLogging(Logging.WARN)
        .withJdbc(new Jdbc().withUrl(url))
        .withGenerator(
            new Generator()
                .withDatabase(
                    new Database()
                        .withInputSchema("chat")
                        .withExcludes("flyway_schema_history|.*\\.xid") // jOOQ has no type for xid8
                        .withIncludeExcludeColumns(true)
                        .withIncludeRoutines(false)
                        .withForcedTypes(
                            new ForcedType()
                                .withName("INSTANT")
                                .withIncludeTypes(
                                    "(?i:timestamp\\([0-9]\\) with time zone|timestamptz.*)")))
                .withGenerate(new Generate().withRecords(false).withGlobalObjectReferences(true))
                .withTarget(
                    new Target()
                        .withPackageName("io.parley.adapter.postgres.jooq")
                        .withDirectory(output.toString())));
  }

  private static String fingerprint(Path migrations) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : sorted(migrations)) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
