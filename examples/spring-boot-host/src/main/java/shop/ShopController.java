package shop;

import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The shop's own pages and requests. */
@RestController
class ShopController {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  private final Accounts accounts;
  private final Orders orders;
  private final JwtTokenIssuer issuer;
  private final TokenVerifier tokens;
  private final UserKeys keys;

  ShopController(
      Accounts accounts,
      Orders orders,
      JwtTokenIssuer issuer,
      TokenVerifier tokens,
      UserKeys keys) {
    this.accounts = accounts;
    this.orders = orders;
    this.issuer = issuer;
    this.tokens = tokens;
    this.keys = keys;
  }

  @GetMapping("/")
  String home() {
    return "<h1>Shop</h1>";
  }

  @GetMapping("/support/faq")
  String questions() {
    return "<h1>Questions</h1>";
  }

  @PostMapping("/login")
  ResponseEntity<Map<String, Object>> login(
      @RequestParam String handle, @RequestParam String password) {
    return accounts
        .find(handle, password)
        .map(
            account ->
                ResponseEntity.ok(
                    Map.<String, Object>of(
                        "id",
                        account.id(),
                        "token",
                        issuer.issue(new UserKey(account.id().toString()), TOKEN_LIFE))))
        .orElseGet(() -> ResponseEntity.status(HttpStatus.UNAUTHORIZED).build());
  }

  @PostMapping("/orders")
  @ResponseStatus(HttpStatus.CREATED)
  void order(
      @RequestHeader("Authorization") String authorization,
      @RequestParam UUID seller,
      @RequestParam String product) {
    UserId buyer = tokens.verify(authorization.replaceFirst("^Bearer ", "")).user();
    orders.place(account(buyer), seller, product);
  }

  /** The account that a number of the chat stands for. */
  private UUID account(UserId user) {
    return UUID.fromString(keys.keysOf(Set.of(user)).get(user).text());
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ResponseEntity<String> impossible(IllegalArgumentException e) {
    return ResponseEntity.unprocessableContent().body("That is not possible: " + e.getMessage());
  }
}
