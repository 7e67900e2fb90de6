package io.parley.bootstrap;

import io.parley.adapter.jwt.AdmittingTokenVerifier;
import io.parley.adapter.jwt.CachedTokenVerifier;
import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwksKeys;
import io.parley.adapter.jwt.JwtTokenIssuer;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.adapter.jwt.TokenKeys;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.TokenConfig;
import io.parley.bootstrap.data.SecretFile;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserAdmission;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What checks tokens, and what makes those of a demo. */
final class Tokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final TokenVerifier verifier;
  private final Optional<JwtTokenIssuer> issuer;
  private final Optional<JwksKeys> fetched;

  private Tokens(
      TokenVerifier verifier, Optional<JwtTokenIssuer> issuer, Optional<JwksKeys> fetched) {
    this.verifier = verifier;
    this.issuer = issuer;
    this.fetched = fetched;
  }

  /**
   * Begins to fetch keys, if some are published; waits some seconds for the first ones.
   *
   * @param admission says who the users of tokens are; empty if the tokens do
   */
  static Tokens open(
      ChatConfig config,
      Clock clock,
      ScheduledExecutorService timer,
      Optional<UserAdmission> admission) {
    TokenConfig tokens = config.tokens();
    if (tokens.fetchesKeysUnprotected()) {
      LOG.warn(
          "JWT_JWKS_URL is plain http: whoever can change what comes over that network can sign in"
              + " as anybody; use https");
    }
    Optional<HmacSecret> secret =
        tokens.secret().or(() -> demoSecret(config)).map(Tokens::hmacSecret);
    Optional<JwksKeys> fetched =
        tokens.jwksUrl().map(url -> JwksKeys.open(url, clock, System::nanoTime, timer));
    TokenKeys keys =
        new TokenKeys(
            Stream.concat(secret.stream(), tokens.previousSecret().map(Tokens::hmacSecret).stream())
                .toList(),
            tokens.publicKeys(),
            fetched);
    TokenVerifier verifier =
        admission
            .<TokenVerifier>map(
                users ->
                    AdmittingTokenVerifier.of(
                        keys, tokens.required(), clock, config.users().keys(), users))
            .orElseGet(() -> JwtTokenVerifier.of(keys, tokens.required(), clock));
    return new Tokens(
        new CachedTokenVerifier(verifier, clock),
        secret.map(key -> new JwtTokenIssuer(key, tokens.required(), clock)),
        fetched);
  }

  private static Optional<Secret> demoSecret(ChatConfig config) {
    return config.demo()
        ? Optional.of(SecretFile.demoJwtSecret(config.dataDirectory()).readOrGenerate())
        : Optional.empty();
  }

  private static HmacSecret hmacSecret(Secret secret) {
    return new HmacSecret(secret.text().getBytes(StandardCharsets.UTF_8));
  }

  TokenVerifier verifier() {
    return verifier;
  }

  /** Signs with the secret; empty if there are only public keys. */
  Optional<JwtTokenIssuer> issuer() {
    return issuer;
  }

  /** Fetches no more keys. */
  @Override
  public void close() {
    fetched.ifPresent(JwksKeys::close);
  }
}
