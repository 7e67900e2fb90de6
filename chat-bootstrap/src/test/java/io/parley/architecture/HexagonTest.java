package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The code of all modules keeps the rules; {@link PlantedViolationTest} shows that they bite. */
@AnalyzeClasses(packages = "io.parley", importOptions = HexagonTest.ProductionCode.class)
class HexagonTest {
  /** Neither tests nor what only tests use. */
  static final class ProductionCode implements ImportOption {
    private final ImportOption withoutTests = new ImportOption.DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
      return withoutTests.includes(location)
          && !location.contains("-tests.jar")
          && !location.contains("chat-testkit");
    }
  }

  @ArchTest static final ArchRule domain = HexagonRules.DOMAIN_KNOWS_ONLY_JAVA;
  @ArchTest static final ArchRule application = HexagonRules.APPLICATION_KNOWS_ONLY_THE_DOMAIN;
  @ArchTest static final ArchRule adapters = HexagonRules.ADAPTERS_DO_NOT_KNOW_EACH_OTHER;
  @ArchTest static final ArchRule driven = HexagonRules.DRIVEN_ADAPTERS_DO_NOT_KNOW_USE_CASES;
  @ArchTest static final ArchRule bootstrap = HexagonRules.ONLY_BOOTSTRAP_KNOWS_ALL;
  @ArchTest static final ArchRule cycles = HexagonRules.NO_CYCLES;
  @ArchTest static final ArchRule protocol = HexagonRules.PROTOCOL_IS_PURE;
  @ArchTest static final ArchRule socketIo = HexagonRules.SOCKET_IO_DOES_NOT_KNOW_THE_CHAT;

  @ArchTest
  static void everyPackageThatARuleNamesHasClasses(JavaClasses classes) {
    for (String name :
        List.of(
            "io.parley.domain.message",
            "io.parley.application.message",
            "io.parley.adapter.jwt",
            "io.parley.adapter.memory",
            "io.parley.adapter.postgres",
            "io.parley.adapter.rest",
            "io.parley.adapter.websocket.protocol",
            "io.parley.adapter.websocket.connection",
            "io.parley.adapter.websocket.socketio",
            "io.parley.adapter.websocket.event",
            "io.parley.bootstrap")) {
      assertThat(classes.stream().filter(type -> type.getPackageName().equals(name)))
          .as(name)
          .isNotEmpty();
    }
  }
}
