package io.parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule fails on a class that breaks it: none of them guards nothing. */
class PlantedViolationTest {
  private static final String TARGET = "public class Target {}";

  @TempDir private Path temporary;

  static Stream<Arguments> violations() {
    return Stream.of(
        arguments(
            "the domain uses a logger",
            HexagonRules.DOMAIN_KNOWS_ONLY_JAVA,
            List.of(type("io.parley.domain.message", "Planted", "org.slf4j.Logger"))),
        arguments(
            "the application uses JSON",
            HexagonRules.APPLICATION_KNOWS_ONLY_THE_DOMAIN,
            List.of(
                type(
                    "io.parley.application.message",
                    "Planted",
                    "com.fasterxml.jackson.databind.JsonNode"))),
        arguments(
            "an adapter uses another",
            HexagonRules.ADAPTERS_DO_NOT_KNOW_EACH_OTHER,
            List.of(
                target("io.parley.adapter.postgres"),
                type("io.parley.adapter.rest", "Planted", "io.parley.adapter.postgres.Target"))),
        arguments(
            "a store uses a use case",
            HexagonRules.DRIVEN_ADAPTERS_DO_NOT_KNOW_USE_CASES,
            List.of(
                target("io.parley.application.message"),
                type(
                    "io.parley.adapter.postgres",
                    "Planted",
                    "io.parley.application.message.Target"))),
        arguments(
            "an adapter uses the wiring",
            HexagonRules.ONLY_BOOTSTRAP_KNOWS_ALL,
            List.of(
                target("io.parley.bootstrap"),
                type("io.parley.adapter.rest", "Planted", "io.parley.bootstrap.Target"),
                target("io.parley.server"),
                target("io.parley.domain.user"),
                target("io.parley.application.message"))),
        arguments(
            "an adapter uses what mounts it",
            HexagonRules.ONLY_BOOTSTRAP_KNOWS_ALL,
            List.of(
                target("io.parley.server"),
                type("io.parley.adapter.rest", "Planted", "io.parley.server.Target"),
                target("io.parley.bootstrap"),
                target("io.parley.domain.user"),
                target("io.parley.application.message"))),
        arguments(
            "what is mounted uses a store",
            HexagonRules.SERVER_KNOWS_NO_STORE,
            List.of(
                target("io.parley.adapter.postgres"),
                type("io.parley.server", "Planted", "io.parley.adapter.postgres.Target"))),
        arguments(
            "two packages need each other",
            HexagonRules.NO_CYCLES,
            List.of(
                type("io.parley.domain.user", "Planted", "io.parley.domain.message.Other"),
                type("io.parley.domain.message", "Other", "io.parley.domain.user.Planted"))),
        arguments(
            "the codec uses the server",
            HexagonRules.PROTOCOL_IS_PURE,
            List.of(
                type(
                    "io.parley.adapter.websocket.protocol",
                    "Planted",
                    "org.eclipse.jetty.server.Server"))),
        arguments(
            "the codec uses a thread",
            HexagonRules.PROTOCOL_IS_PURE,
            List.of(type("io.parley.adapter.websocket.protocol", "Planted", "java.lang.Thread"))),
        arguments(
            "the codec waits",
            HexagonRules.PROTOCOL_IS_PURE,
            List.of(
                type(
                    "io.parley.adapter.websocket.protocol",
                    "Planted",
                    "java.util.concurrent.CountDownLatch"))),
        arguments(
            "a connection knows what is sent over it",
            HexagonRules.SOCKET_IO_DOES_NOT_KNOW_THE_CHAT,
            List.of(
                target("io.parley.domain.message"),
                type(
                    "io.parley.adapter.websocket.connection",
                    "Planted",
                    "io.parley.domain.message.Target"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void givenPlantedViolation_whenChecked_thenTheRuleFails(
      String what, ArchRule rule, List<Source> sources) throws IOException {
    JavaClasses planted = compile(sources);

    EvaluationResult result = rule.evaluate(planted);

    assertThat(result.hasViolation()).as(what).isTrue();
    assertThat(result.getFailureReport().toString()).contains("Planted");
  }

  private JavaClasses compile(List<Source> sources) throws IOException {
    Path classes = Files.createDirectory(temporary.resolve("classes"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Source source : sources) {
      Path directory = Files.createDirectories(temporary.resolve("src").resolve(source.location()));
      Path file = directory.resolve(source.name() + ".java");
      Files.writeString(file, "package " + source.location() + ";\n" + source.code() + "\n");
      arguments.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    return new ClassFileImporter().importPath(classes);
  }

  private static Source type(String location, String name, String used) {
    return new Source(location, name, "public class " + name + " { public " + used + " field; }");
  }

  private static Source target(String location) {
    return new Source(location, "Target", TARGET);
  }

  private record Source(String location, String name, String code) {}
}
