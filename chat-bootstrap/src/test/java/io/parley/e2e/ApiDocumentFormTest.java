package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both documents are well formed in themselves, and the page that shows them works offline. */
@Timeout(300)
class ApiDocumentFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODULES = Path.of("src", "test", "npm-schemas");
  private static final Path INSTALLED = Path.of("target", "npm-schemas");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^#\"][^\"]*)\"");

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<ApiDocument> documents() {
    return Stream.of(ApiDocument.openApi(server), ApiDocument.asyncApi(server));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void givenDocument_whenItsReferencesAreFollowed_thenEachLeadsSomewhere(ApiDocument document) {
    assertThat(document.brokenReferences()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void givenDocument_whenItSaysWhereItIsFrom_thenThatIsAVersionAndNoHost(ApiDocument document)
      throws Exception {
    assertThat(document.root().at("/info/version").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(document.root().toString()).doesNotContain("localhost", "127.0.0.1");
    assertThat(document.root().path("servers").toString()).doesNotContain("//");
  }

  @Test
  void givenExamplesOfRest_whenCheckedAgainstTheirSchemas_thenTheyFit() {
    ApiDocument document = ApiDocument.openApi(server);
    List<String> differences = new ArrayList<>();
    for (RestOperation operation : RestOperation.of(document)) {
      for (JsonNode body : operation.bodies()) {
        differences.addAll(document.differences(operation.requestSchema(), body));
      }
      for (JsonNode parameter : operation.parameters()) {
        assertThat(parameter.has("example")).as("%s: %s", operation, parameter).isTrue();
        differences.addAll(
            document.differences(parameter.path("schema"), parameter.path("example")));
      }
      for (String status : ApiDocument.names(operation.described().path("responses")).toList()) {
        JsonNode response = document.resolved(operation.described().path("responses").path(status));
        JsonNode schema = response.at("/content/application~1json/schema");
        assertThat(schema.isMissingNode() || operation.examples(response).findAny().isPresent())
            .as("%s %s has an example", operation, status)
            .isTrue();
        operation
            .examples(response)
            .forEach(example -> differences.addAll(document.differences(schema, example)));
      }
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void givenExamplesOfEvents_whenCheckedAgainstTheirSchemas_thenTheyFit() {
    ApiDocument document = ApiDocument.asyncApi(server);
    JsonNode messages = document.root().at("/components/messages");

    assertThat(ApiDocument.names(messages).toList())
        .allSatisfy(
            name -> {
              JsonNode message = messages.path(name);
              assertThat(message.path("examples")).as("examples").isNotEmpty();
              assertThat(message.path("examples"))
                  .allSatisfy(
                      example ->
                          assertThat(
                                  document.differences(
                                      message.path("payload"), example.path("payload")))
                              .isEmpty());
            });
  }

  @Test
  void givenOpenApi_whenHeldToTheSchemaOfItsFormat_thenItFits() throws Exception {
    JsonNode openApi = schema("@seriousme/openapi-schema-validator/schemas/v3.1/schema.json");

    assertThat(SchemaCheck.differencesButForFormats(openApi, ApiDocument.openApi(server).root()))
        .isEmpty();
  }

  @Test
  void givenAsyncApi_whenHeldToTheSchemaOfItsFormat_thenItFits() throws Exception {
    JsonNode asyncApi = schema("@asyncapi/specs/schemas/3.0.0.json");

    assertThat(SchemaCheck.differencesButForFormats(asyncApi, ApiDocument.asyncApi(server).root()))
        .isEmpty();
  }

  private static JsonNode schema(String name) throws Exception {
    NodeScript unused = NodeScript.withModules(MODULES, INSTALLED);
    return JSON.readTree(Files.readString(INSTALLED.resolve("node_modules").resolve(name)));
  }

  @Test
  void givenPage_whenOpened_thenItLoadsFilesOfThisServiceOnlyAndRunsNothingElse() {
    RestClient.Answer page = server.rest(1).get("/docs");

    assertThat(page.status()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).startsWith("text/html");
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "*");
    assertThat(page.body()).doesNotContain("style=", "onclick=", "onload=", "javascript:");
    assertThat(page.body())
        .doesNotContainPattern("<script(?![^>]* src=\"/docs/[^\"]*\" defer></script>)");
    assertThat(loadedBy(page.body())).allSatisfy(ApiDocumentFormTest::assertServed);
  }

  private static List<String> loadedBy(String page) {
    return LOADED
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .filter(address -> !address.equals("data:,"))
        .toList();
  }

  private static void assertServed(String path) {
    assertThat(path).startsWith("/").doesNotStartWith("//");
    RestClient.Answer file = server.rest(1).get(path);
    assertThat(file.status()).as(path).isEqualTo(200);
    assertThat(file.body()).isNotEmpty();
    assertThat(header(file, "Content-Type"))
        .startsWith(
            path.endsWith(".js")
                ? "application/javascript"
                : path.endsWith(".css") ? "text/css" : "application/json");
    assertThat(header(file, "Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private static String header(RestClient.Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElse("");
  }
}
