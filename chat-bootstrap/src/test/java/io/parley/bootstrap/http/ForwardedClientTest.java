package io.parley.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bootstrap.config.AddressRange;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test connects from 127.0.0.1, which one of the servers takes for a proxy. */
class ForwardedClientTest {
  private static HttpFixture behindProxy;
  private static HttpFixture open;

  @BeforeAll
  static void start() {
    behindProxy =
        HttpFixture.trusting(
            List.of(AddressRange.parse("127.0.0.1"), AddressRange.parse("10.0.0.0/8")));
    open = HttpFixture.trusting(List.of(AddressRange.parse("10.0.0.0/8")));
  }

  @AfterAll
  static void stop() {
    behindProxy.close();
    open.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 203.0.113.9                       | 203.0.113.9 http false",
        "X-Forwarded-For: 203.0.113.9:4711                  | 203.0.113.9 http false",
        "X-Forwarded-For: 198.51.100.1, 203.0.113.9         | 203.0.113.9 http false",
        "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.1.2.3 | 203.0.113.9 http false",
        "X-Forwarded-For: 10.1.2.3                          | 10.1.2.3 http false",
        "X-Forwarded-For: 10.1.2.3, 127.0.0.1               | 10.1.2.3 http false",
        "X-Forwarded-For: 203.0.113.9, unknown              | 127.0.0.1 http false",
        "X-Forwarded-For: 203.0.113.9, unknown, 10.1.2.3    | 10.1.2.3 http false",
        "X-Forwarded-For: evil.example                      | 127.0.0.1 http false",
        "X-Forwarded-For: 203.0.113.999                     | 127.0.0.1 http false",
        "X-Forwarded-For:                                   | 127.0.0.1 http false",
        "X-Forwarded-For: ,,203.0.113.9,,                   | 203.0.113.9 http false",
        "X-Forwarded-For: 2001:db8::7                       | [2001:db8:0:0:0:0:0:7] http false",
        "X-Forwarded-For: [2001:db8::7]:443                 | [2001:db8:0:0:0:0:0:7] http false",
        "X-Forwarded-For: ::ffff:203.0.113.9                | 203.0.113.9 http false",
        "X-Forwarded-Proto: https                           | 127.0.0.1 https true",
        "X-Forwarded-Proto: HTTPS                           | 127.0.0.1 https true",
        "X-Forwarded-Proto: http                            | 127.0.0.1 http false",
        "X-Forwarded-Proto: https, http                     | 127.0.0.1 http false",
        "X-Forwarded-Proto: javascript                      | 127.0.0.1 http false",
        "Forwarded: for=203.0.113.9                         | 203.0.113.9 http false",
        "Forwarded: For=\"203.0.113.9:80\";Proto=https       | 203.0.113.9 https true",
        "Forwarded: proto=https;for=\"[2001:db8::7]:1\"      | [2001:db8:0:0:0:0:0:7] https true",
        "Forwarded: for=198.51.100.1, for=203.0.113.9;by=x  | 203.0.113.9 http false",
        "Forwarded: for=203.0.113.9, for=_hidden            | 127.0.0.1 http false",
        "Forwarded: for=203.0.113.9, by=10.0.0.1            | 127.0.0.1 http false",
        "Forwarded: for=203.0.113.9;;=;x                    | 203.0.113.9 http false",
        "X-Real-IP: 203.0.113.9                             | 127.0.0.1 http false",
        "X-Forwarded-Host: evil.example                     | 127.0.0.1 http false",
        "X-Proxied-Https: on                                | 127.0.0.1 http false",
      })
  void givenTrustedProxy_whenItNamesTheClient_thenThatOneCounts(String field, String client)
      throws IOException {
    assertThat(behindProxy.answerTo(field)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 203.0.113.9",
        "X-Forwarded-For: 10.0.0.1",
        "X-Forwarded-For: 203.0.113.9, 10.0.0.1",
        "X-Forwarded-For: 127.0.0.2",
        "X-Forwarded-Proto: https",
        "Forwarded: for=203.0.113.9;proto=https",
      })
  void givenAnybodyElse_whenHeClaimsToBeSomebody_thenHeStaysWhoHeIs(String field)
      throws IOException {
    assertThat(open.answerTo(field)).isEqualTo("127.0.0.1 http false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 198.51.100.1 | X-Forwarded-For: 203.0.113.9 | 203.0.113.9 http false",
        "Forwarded: for=198.51.100.1;proto=https | X-Forwarded-For: 203.0.113.9 | 203.0.113.9 http false",
        "Forwarded: for=198.51.100.1 | Forwarded: for=203.0.113.9;proto=https | 203.0.113.9 https true",
      })
  void givenSeveralFields_whenTheClientMadeUpTheFirst_thenTheProxysCounts(
      String made, String proxys, String client) throws IOException {
    assertThat(behindProxy.answerTo(made, proxys)).isEqualTo(client);
  }
}
