package io.parley.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.adapter.jwt.AdmittingTokenVerifier;
import io.parley.adapter.jwt.CachedTokenVerifier;
import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenVerifier;
import io.parley.adapter.jwt.PemKeys;
import io.parley.adapter.jwt.RequiredClaims;
import io.parley.adapter.jwt.TokenKeys;
import io.parley.adapter.jwt.VerificationKey;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserAdmission;
import io.parley.domain.user.UserKeyForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.Resource;

/** Checks tokens with the keys that the properties name. */
final class TokensOfProperties {
  private TokensOfProperties() {}

  /**
   * @param form of the users' keys
   * @param admission knows the users of the tokens, unless their keys are numbers
   * @throws IllegalStateException if they name none
   * @throws IllegalArgumentException if one of them cannot be used
   */
  static TokenVerifier verifier(
      ChatProperties.Jwt jwt, UserKeyForm form, UserAdmission admission, Clock clock) {
    List<HmacSecret> secrets =
        Optional.ofNullable(jwt.secret())
            .map(secret -> new HmacSecret(secret.getBytes(UTF_8)))
            .stream()
            .toList();
    List<VerificationKey> publicKeys =
        Optional.ofNullable(jwt.publicKey()).map(TokensOfProperties::keys).orElse(List.of());
    if (secrets.isEmpty() && publicKeys.isEmpty()) {
      throw new IllegalStateException(
          "The chat cannot tell who its users are: set parley.jwt.secret or parley.jwt.public-key,"
              + " or define a bean of type "
              + TokenVerifier.class.getName());
    }
    var keys = new TokenKeys(secrets, publicKeys, Optional.empty());
    var required = new RequiredClaims(jwt.issuers(), jwt.audiences());
    TokenVerifier verifier =
        form == UserKeyForm.NUMBER
            ? JwtTokenVerifier.of(keys, required, clock)
            : AdmittingTokenVerifier.of(keys, required, clock, form, admission);
    return new CachedTokenVerifier(verifier, clock);
  }

  private static List<VerificationKey> keys(Resource pem) {
    try {
      return PemKeys.parse(pem.getContentAsString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read parley.jwt.public-key: " + pem, e);
    }
  }
}
