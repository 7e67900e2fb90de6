package io.parley.bootstrap.http;

import io.parley.web.PageFiles;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the web page at {@code /} to whoever asks for HTML, and what it loads below {@code
 * /assets/}; passes every other request on, those for JSON at {@code /} as well.
 */
public final class WebPage extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(WebPage.class);

  /**
   * Nothing but what this service serves runs or styles the page, and no script may write HTML at
   * all; messages may refer to pictures of any site. WebSockets have to be named for browsers to
   * which they are not {@code 'self'}.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http:;"
          + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final StaticFile index;
  private final Map<String, StaticFile> assets;

  WebPage(PageFiles files) {
    index = StaticFile.of("index.html", files.index());
    assets =
        files.assets().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    file -> "/" + file.getKey(),
                    file -> StaticFile.of(file.getKey(), file.getValue())));
  }

  /** Empty if the build had no npm; the log says so. */
  public static Optional<WebPage> ofBuild() {
    Optional<WebPage> page = PageFiles.ofBuild().map(WebPage::new);
    if (page.isEmpty()) {
      LOG.info("There is no web page: npm was missing when this service was built");
    }
    return page;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    HttpFields.Mutable headers = response.getHeaders();
    if (!StaticFile.isRead(request)) {
      return super.handle(request, response, callback);
    }
    if (path.equals("/")) {
      headers.add(HttpHeader.VARY, "Accept");
      if (!wantsHtml(request)) {
        return super.handle(request, response, callback);
      }
      headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
      headers.put("Content-Security-Policy", POLICY);
      index.answer(request, response, callback);
      return true;
    }
    StaticFile asset = assets.get(path);
    if (asset == null) {
      return super.handle(request, response, callback);
    }
    // its name changes with its content
    headers.put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
    asset.answer(request, response, callback);
    return true;
  }

  /** Browsers name it when they navigate; whoever takes anything gets what it always was. */
  private static boolean wantsHtml(Request request) {
    var accepted = new QuotedQualityCSV();
    request.getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
    return accepted.getValues().stream().anyMatch(type -> type.startsWith("text/html"));
  }
}
