package io.parley.bootstrap.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Serves what the page of {@link ApiDocuments} loads: Swagger UI from its WebJar, and the few files
 * of our own. Every other request is passed on.
 */
public final class DocsFiles extends Handler.Wrapper {
  static final String PATH = "/docs/";

  private static final String WEB_JAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/%s/%s";

  private final Map<String, StaticFile> files = new HashMap<>();

  public DocsFiles() {
    for (String name : List.of("docs.js", "docs.css")) {
      add(name, "docs/" + name);
    }
    String version = versionOfSwaggerUi();
    for (String name : List.of("swagger-ui.css", "swagger-ui-bundle.js")) {
      add(name, SWAGGER_UI.formatted(version, name));
    }
  }

  private void add(String name, String resource) {
    files.put(
        PATH + name,
        StaticFile.load(resource).orElseThrow(() -> new IllegalStateException(resource)));
  }

  private static String versionOfSwaggerUi() {
    try (InputStream content = DocsFiles.class.getResourceAsStream(WEB_JAR)) {
      if (content == null) {
        throw new IllegalStateException(WEB_JAR);
      }
      Properties properties = new Properties();
      properties.load(content);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    StaticFile file = files.get(Request.getPathInContext(request));
    if (file == null || !StaticFile.isRead(request)) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=0");
    file.answer(request, response, callback);
    return true;
  }
}
