package io.parley.spring;

import io.parley.domain.user.UserKeyForm;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What can be set without a bean.
 *
 * @param enabled false for an application without a chat
 * @param path below which the chat is, such as {@code /support}; of the server, not of the
 *     application's context path
 * @param origins the web origins whose pages may use it, beside the application's own
 * @param migrate whether its tables are made and brought up to date at the start
 * @param events whether what happens is published as events of the application
 * @param userKeys what the tokens call the users: numbers, or keys that the chat gives numbers
 * @param jwt what is accepted as a token, unless there is a bean that says so
 */
@ConfigurationProperties("parley")
public record ChatProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("") String path,
    @DefaultValue List<String> origins,
    @DefaultValue("true") boolean migrate,
    @DefaultValue("true") boolean events,
    @DefaultValue("number") UserKeyForm userKeys,
    @DefaultValue Jwt jwt) {

  /**
   * Whose tokens are accepted.
   *
   * @param secret of HS256, HS384 and HS512; 32 bytes or more
   * @param publicKey a PEM file with public keys or certificates
   * @param issuers one of which {@code iss} has to be; none for any
   * @param audiences one of which {@code aud} has to hold; none for any
   */
  public record Jwt(
      @Nullable String secret,
      @Nullable Resource publicKey,
      @DefaultValue List<String> issuers,
      @DefaultValue List<String> audiences) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Jwt[publicKey="
          + publicKey
          + ", issuers="
          + issuers
          + ", audiences="
          + audiences
          + "]";
    }
  }
}
