package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bootstrap.config.Setting;
import io.parley.testkit.fixture.RequiredProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that the service is installed with. */
class DeploymentFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path SYSTEMD = ROOT.resolve("deploy").resolve("systemd");
  private static final String LAUNCHER = "chat-bootstrap/src/main/launcher/chat";

  /** An orderly stop takes up to ten seconds. */
  private static final int STOP_SECONDS = 10;

  private static final String VARIABLE = "(?m)^(?:#?Environment=|#?)([A-Z_]+)=";

  @TempDir private Path temporary;

  @Test
  void givenSystemdUnit_whenSystemdReadsIt_thenItHasNothingToSay() throws Exception {
    RequiredProgram.require(
        "systemd-analyze is missing (Debian: systemd)", "systemd-analyze", "--version");
    Path unit = temporary.resolve("chat.service");
    String launcher = ROOT.resolve(LAUNCHER).toRealPath().toString();
    Files.writeString(
        unit, read("deploy/systemd/chat.service").replace("/opt/chat/chat", launcher));

    Process analysis =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(analysis.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(analysis.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains("chat.service"))).isEmpty();
  }

  @Test
  void givenSystemdUnit_whenTheServiceStops_thenItHasTheTimeThatItNeeds() throws IOException {
    String unit = read("deploy/systemd/chat.service");

    assertThat(number(unit, "TimeoutStopSec=(\\d+)")).isGreaterThan(STOP_SECONDS);
    assertThat(unit).contains("KillMode=mixed"); // not to the server of an embedded database
  }

  @Test
  void givenSystemdFiles_whenTheyNameVariables_thenTheServiceKnowsThem() throws IOException {
    Set<String> known = known();
    known.addAll(List.of("JAVA_HOME", "CHAT_JAVA_OPTIONS"));

    assertThat(variables("chat.env")).isNotEmpty().isSubsetOf(known);
    assertThat(variables("chat.service")).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void givenContainers_whenTheyNameVariables_thenTheServiceKnowsThem() throws IOException {
    String compose = between(read("deploy/compose.yaml"), "&chat-environment", "depends_on:");
    String node = between(read("deploy/kubernetes/chat.yaml"), "env:", "securityContext:");

    assertThat(all("(?m)^ +([A-Z_]+):", compose)).isNotEmpty().isSubsetOf(known());
    assertThat(all("name: ([A-Z_]+)", node)).isNotEmpty().isSubsetOf(known());
  }

  /** A replica that may have fewer connections than its primary does not start. */
  @Test
  void givenCompose_whenPrimaryAndReplicaStart_thenTheyHaveTheSameSettings() throws IOException {
    String compose = read("deploy/compose.yaml");

    assertThat(compose).containsOnlyOnce("command: &postgres [").contains("command: *postgres\n");
    assertThat(read("deploy/postgres/start-replica.sh")).endsWith("exec \"$@\"\n");
  }

  /** Of both, the nodes apart. */
  @Test
  void givenProxies_whenTheirRulesAreCompared_thenTheyAreTheSame() throws IOException {
    List<String> rules = rules(read("deploy/haproxy.cfg"));

    assertThat(rules).isNotEmpty().isEqualTo(rules(proxyOfKubernetes()));
  }

  @Test
  void givenProxies_whenHaproxyReadsThem_thenItTakesThem() throws Exception {
    LoadBalancer.require();

    assertThat(haproxyOf(read("deploy/haproxy.cfg"))).as("deploy/haproxy.cfg").isZero();
    assertThat(haproxyOf(proxyOfKubernetes())).as("deploy/kubernetes/chat.yaml").isZero();
  }

  private static String proxyOfKubernetes() throws IOException {
    return between(read("deploy/kubernetes/chat.yaml"), "haproxy.cfg: |\n", "---")
        .replaceAll("(?m)^ {4}", "");
  }

  private static List<String> rules(String config) {
    return config
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("server "))
        .toList();
  }

  private int haproxyOf(String config) throws Exception {
    Path file = Files.writeString(temporary.resolve("haproxy.cfg"), config);
    ProcessBuilder check = new ProcessBuilder("haproxy", "-c", "-f", file.toString()).inheritIO();
    check.environment().put("NAMESPACE", "default");
    return check.start().waitFor();
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>();
    for (Setting setting : Setting.values()) {
      known.add(setting.variable());
      if (setting.isSecret()) {
        known.add(setting.fileVariable());
      }
    }
    return known;
  }

  private static String between(String text, String from, String to) {
    int begin = text.indexOf(from) + from.length();
    return text.substring(begin, text.indexOf(to, begin));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** In regions of 1 MB a large message is a large object; see docs/security.md. */
  @ParameterizedTest
  @ValueSource(strings = {LAUNCHER, "deploy/Dockerfile", "chat-bootstrap/pom.xml"})
  void givenWayToStart_whenJavaIsStarted_thenItsHeapIsTheSame(String file) throws IOException {
    assertThat(read(file)).contains("-XX:G1HeapRegionSize=4m", "-XX:+ExitOnOutOfMemoryError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/compose.yaml", "deploy/kubernetes/chat.yaml"})
  void givenContainers_whenTheyNameTheImage_thenItIsTheOneThatJibMakes(String file)
      throws IOException {
    assertThat(read("chat-bootstrap/pom.xml")).contains("<image>chat</image>", "10001:10001");
    assertThat(read(file)).contains("image: chat:latest").contains("10001");
  }

  private static List<String> variables(String file) throws IOException {
    return all(VARIABLE, Files.readString(SYSTEMD.resolve(file)));
  }

  private static int number(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
