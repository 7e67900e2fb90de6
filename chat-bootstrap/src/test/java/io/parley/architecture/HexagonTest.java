package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of all modules keeps the rules; {@link PlantedViolationTest} shows that they bite. */
class HexagonTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(HexagonTest::isProductionCode)
            .importPackages("io.parley");
  }

  /** Neither what only tests use, nor what the build generates. */
  private static boolean isProductionCode(Location location) {
    return !location.contains("-tests.jar")
        && !location.contains("chat-testkit")
        && !location.contains("/io/parley/adapter/postgres/jooq/");
  }

  static Stream<Named<ArchRule>> rules() {
    return Stream.of(
        named("domain", HexagonRules.DOMAIN_KNOWS_ONLY_JAVA),
        named("application", HexagonRules.APPLICATION_KNOWS_ONLY_THE_DOMAIN),
        named("adapters", HexagonRules.ADAPTERS_DO_NOT_KNOW_EACH_OTHER),
        named("driven adapters", HexagonRules.DRIVEN_ADAPTERS_DO_NOT_KNOW_USE_CASES),
        named("bootstrap", HexagonRules.ONLY_BOOTSTRAP_KNOWS_ALL),
        named("server", HexagonRules.SERVER_KNOWS_NO_STORE),
        named("cycles", HexagonRules.NO_CYCLES),
        named("protocol", HexagonRules.PROTOCOL_IS_PURE),
        named("Socket.IO", HexagonRules.SOCKET_IO_DOES_NOT_KNOW_THE_CHAT));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void givenAllModules_whenChecked_thenTheyKeepTheRule(ArchRule rule) {
    rule.check(classes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.parley.domain.message",
        "io.parley.application.message",
        "io.parley.adapter.jwt",
        "io.parley.adapter.limits",
        "io.parley.adapter.lucene",
        "io.parley.adapter.memory",
        "io.parley.adapter.metrics",
        "io.parley.adapter.postgres",
        "io.parley.adapter.redis",
        "io.parley.adapter.rest",
        "io.parley.adapter.traces",
        "io.parley.adapter.users",
        "io.parley.adapter.webhooks",
        "io.parley.adapter.websocket.protocol",
        "io.parley.adapter.websocket.connection",
        "io.parley.adapter.websocket.socketio",
        "io.parley.adapter.websocket.event",
        "io.parley.server",
        "io.parley.bootstrap"
      })
  void givenPackageThatARuleNames_whenRead_thenItHasClasses(String name) {
    assertThat(classes.stream().filter(type -> type.getPackageName().equals(name))).isNotEmpty();
  }
}
