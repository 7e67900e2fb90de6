package io.parley.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the hexagon: which package may know which. */
final class HexagonRules {
  static final ArchRule DOMAIN_KNOWS_ONLY_JAVA =
      classes()
          .that()
          .resideInAPackage("io.parley.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.parley.domain..");

  static final ArchRule APPLICATION_KNOWS_ONLY_THE_DOMAIN =
      classes()
          .that()
          .resideInAPackage("io.parley.application..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.parley.domain..", "io.parley.application..");

  static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("io.parley.adapter.(*)..").should().notDependOnEachOther();

  static final ArchRule DRIVEN_ADAPTERS_DO_NOT_KNOW_USE_CASES =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.parley.adapter.jwt..",
              "io.parley.adapter.limits..",
              "io.parley.adapter.lucene..",
              "io.parley.adapter.memory..",
              "io.parley.adapter.metrics..",
              "io.parley.adapter.postgres..",
              "io.parley.adapter.redis..",
              "io.parley.adapter.traces..",
              "io.parley.adapter.users..",
              "io.parley.adapter.webhooks..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.parley.application..");

  static final ArchRule ONLY_BOOTSTRAP_KNOWS_ALL =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy("io.parley.domain..")
          .layer("application")
          .definedBy("io.parley.application..")
          .layer("adapter")
          .definedBy("io.parley.adapter..")
          .layer("server")
          .definedBy("io.parley.server..")
          .layer("bootstrap")
          .definedBy("io.parley.bootstrap..")
          .whereLayer("bootstrap")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("bootstrap")
          .whereLayer("adapter")
          .mayOnlyBeAccessedByLayers("server", "bootstrap")
          .whereLayer("application")
          .mayOnlyBeAccessedByLayers("adapter", "server", "bootstrap");

  /** What a host mounts brings no database, no configuration and no second server. */
  static final ArchRule SERVER_KNOWS_NO_STORE =
      noClasses()
          .that()
          .resideInAPackage("io.parley.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "io.parley.adapter.jwt..",
              "io.parley.adapter.lucene..",
              "io.parley.adapter.metrics..",
              "io.parley.adapter.postgres..",
              "io.parley.adapter.redis..",
              "io.parley.adapter.traces..",
              "io.parley.adapter.users..",
              "io.parley.adapter.webhooks..");

  static final ArchRule NO_CYCLES = slices().matching("io.parley.(**)").should().beFreeOfCycles();

  /** Packets and codec: values in, values out. */
  static final ArchRule PROTOCOL_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.parley.adapter.websocket.protocol..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang..",
                      "java.io",
                      "java.math",
                      "java.nio",
                      "java.nio.charset",
                      "java.time..",
                      "java.util",
                      "java.util.function",
                      "java.util.regex",
                      "java.util.stream",
                      "com.fasterxml.jackson..",
                      "org.jspecify..",
                      "io.parley.adapter.websocket.protocol..")
                  .and(not(assignableTo(Thread.class)))
                  .as("are free of sockets, threads and servers"));

  static final ArchRule SOCKET_IO_DOES_NOT_KNOW_THE_CHAT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.parley.adapter.websocket.protocol..",
              "io.parley.adapter.websocket.connection..",
              "io.parley.adapter.websocket.socketio..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.parley.domain..",
              "io.parley.application..",
              "io.parley.adapter.websocket.event..");

  private HexagonRules() {}
}
