package io.parley.bootstrap.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The documents of both transports, and a page that shows them. The page loads nothing from
 * elsewhere, and runs no script but those of {@link DocsFiles}.
 */
public final class ApiDocuments {
  /** Swagger UI's style sheet has its icons inside. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String JSON = "application/json; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  private final byte[] openApi;
  private final byte[] asyncApi;
  private final byte[] page = page();

  /**
   * @param openApi the document of the REST API, in JSON
   * @param asyncApi the document of the events, in JSON
   */
  public ApiDocuments(byte[] openApi, byte[] asyncApi) {
    this.openApi = openApi.clone();
    this.asyncApi = asyncApi.clone();
  }

  public void register(RoutesConfig routes) {
    routes.get("/openapi.json", document(openApi));
    routes.get("/asyncapi.json", document(asyncApi));
    routes.get("/docs", this::docs);
  }

  private static Handler document(byte[] json) {
    return ctx -> ctx.contentType(JSON).result(json);
  }

  private void docs(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY).contentType(HTML).result(page);
  }

  private static byte[] page() {
    try (InputStream content = ApiDocuments.class.getResourceAsStream("docs/index.html")) {
      if (content == null) {
        throw new FileNotFoundException("docs/index.html");
      }
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
