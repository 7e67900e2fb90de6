package shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.adapter.jwt.HmacSecret;
import io.parley.adapter.jwt.JwtTokenIssuer;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A shop with accounts, a login and pages of its own, and a chat below {@code /support}. */
@SpringBootApplication
public class ShopApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }

  /** Signs the tokens of the login, which the chat checks with the same secret. */
  @Bean
  JwtTokenIssuer tokens(@Value("${parley.jwt.secret}") String secret) {
    return new JwtTokenIssuer(new HmacSecret(secret.getBytes(UTF_8)), Clock.systemUTC());
  }
}
