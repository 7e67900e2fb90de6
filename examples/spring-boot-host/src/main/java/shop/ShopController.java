package shop;

import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.Map;
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
  private final ChatUsers users;
  private final JwtTokenIssuer issuer;
  private final TokenVerifier tokens;

  ShopController(
      Accounts accounts,
      Orders orders,
      ChatUsers users,
      JwtTokenIssuer issuer,
      TokenVerifier tokens) {
    this.accounts = accounts;
    this.orders = orders;
    this.users = users;
    this.issuer = issuer;
    this.tokens = tokens;
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
                        issuer.issue(ChatUsers.key(account.id()), TOKEN_LIFE))))
        .orElseGet(() -> ResponseEntity.status(HttpStatus.UNAUTHORIZED).build());
  }

  @PostMapping("/orders")
  @ResponseStatus(HttpStatus.CREATED)
  void order(
      @RequestHeader("Authorization") String authorization,
      @RequestParam UUID seller,
      @RequestParam String product) {
    UserId buyer = tokens.verify(authorization.replaceFirst("^Bearer ", "")).user();
    UserId receiver =
        users
            .find(seller)
            .orElseThrow(() -> new IllegalArgumentException("there is no such seller"));
    orders.place(buyer, receiver, product);
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ResponseEntity<String> impossible(IllegalArgumentException e) {
    return ResponseEntity.unprocessableContent().body("That is not possible: " + e.getMessage());
  }

  @ExceptionHandler(ChatException.class)
  ResponseEntity<String> refused(ChatException e) {
    HttpStatus status =
        e.code() == ErrorCode.INVALID_TOKEN
            ? HttpStatus.UNAUTHORIZED
            : HttpStatus.UNPROCESSABLE_CONTENT;
    return ResponseEntity.status(status).body("That is not possible: " + e.detail());
  }
}
