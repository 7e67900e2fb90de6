package io.parley.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.postgresql.Driver;

/** Any address of a database. */
class PostgresUrlFuzzTest {
  private static final String PASSWORD = "correct-horse";
  private static final String TARGET = "primary";

  @DictionaryEntries({
    "postgres://",
    "jdbc:postgresql://",
    "user:password@",
    "[::1]:5432",
    ",db-2:5433",
    "?sslmode=",
    "?user=a&password=b",
    "%40",
    "%00"
  })
  @FuzzTest
  void givenAnyAddress_whenParsed_thenItIsRefusedOrTheDriverReadsTheSame(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      PostgresUrl url = PostgresUrl.parse(text, TARGET);
      Properties read = Driver.parseURL(url.jdbcUrl(), null);
      assertThat(read).as(url.jdbcUrl()).isNotNull().doesNotContainKeys("user", "password");
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining(PASSWORD);
    }
    if (text.contains("horse") || text.contains("%")) {
      return; // it may say the password itself, where none belongs
    }
    try {
      PostgresUrl url = PostgresUrl.parse("postgres://user:" + PASSWORD + "@" + text, TARGET);
      assertThat(url.toString()).doesNotContain(PASSWORD);
    } catch (IllegalArgumentException refused) {
      assertSilentAbout(PASSWORD, refused);
    }
  }

  private static void assertSilentAbout(String password, Exception refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      assertThat(cause.getMessage()).doesNotContain(password);
    }
  }
}
