package io.parley.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.adapter.jwt.JwtTokenIssuer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hands out tokens of the demo's users at {@code /demo/users}, so that its page can offer them.
 * Only to browsers of this machine, which its user could ask for a token on the command line as
 * well: the connection comes from here, without a proxy; the address in the browser says so, too,
 * or a page of any site could have its name lead here (DNS rebinding); and the request is not of
 * another page. Everybody else is passed on, as if this were not there.
 */
public final class DemoUsers extends Handler.Wrapper {
  static final String PATH = "/demo/users";

  private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<DemoUser> users;
  private final JwtTokenIssuer tokens;

  public DemoUsers(List<DemoUser> users, JwtTokenIssuer tokens) {
    this.users = List.copyOf(users);
    this.tokens = tokens;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals(PATH)
        || !HttpMethod.GET.is(request.getMethod())
        || !isOfThisMachine(request)) {
      return super.handle(request, response, callback);
    }
    byte[] body = JSON.writeValueAsString(Map.of("users", offered())).getBytes(UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private List<OfferedUser> offered() {
    return users.stream()
        .map(
            user ->
                new OfferedUser(
                    user.id().value(), user.name(), tokens.issue(user.id(), TOKEN_LIFETIME)))
        .toList();
  }

  private static boolean isOfThisMachine(Request request) {
    boolean fromHere =
        request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
            && peer.getAddress().isLoopbackAddress();
    boolean byProxy =
        Stream.of(HttpHeader.X_FORWARDED_FOR, HttpHeader.FORWARDED, HttpHeader.VIA)
            .anyMatch(request.getHeaders()::contains);
    String name = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
    String site = request.getHeaders().get("Sec-Fetch-Site");
    return fromHere
        && !byProxy
        && THIS_MACHINE.contains(name)
        && (site == null || OWN_PAGES.contains(site));
  }

  /** Somebody whom the page can be tried as. */
  private record OfferedUser(long id, String name, String token) {}
}
