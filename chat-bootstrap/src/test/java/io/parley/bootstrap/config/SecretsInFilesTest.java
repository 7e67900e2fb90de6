package io.parley.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecretsInFilesTest {
  @TempDir private Path directory;

  static Stream<Setting> secrets() {
    return Arrays.stream(Setting.values()).filter(Setting::isSecret);
  }

  @Test
  void givenSettings_whenAskedWhichAreSecret_thenAllThatHoldPasswordsAre() {
    assertThat(secrets())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                Setting.DATABASE_URL,
                Setting.CHAT_READ_DATABASE_URL,
                Setting.DB_PASSWORD,
                Setting.JWT_SECRET,
                Setting.JWT_PREVIOUS_SECRET,
                Setting.CHAT_ADMIN_TOKEN,
                Setting.CHAT_WEBHOOK_SECRET,
                Setting.CHAT_USERS_TOKEN,
                Setting.REDIS_URL));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void givenFile_whenRead_thenItsContentIsTheValue(Setting setting) throws IOException {
    SettingReader reader = readerOf(setting, "a value");

    assertThat(reader.secret(setting)).contains(new Secret("a value"));
    assertThat(reader.text(setting)).contains("a value");
    reader.requireNoMistakes();
  }

  @ParameterizedTest
  @CsvSource({
    "'word', 'word'",
    "'word\n', 'word'",
    "'word\r\n', 'word'",
    "'word\n\n', 'word\n'",
    "' word ', ' word '",
    "'two\nlines', 'two\nlines'"
  })
  void givenLineBreaks_whenRead_thenOneAtTheEndDoesNotCount(String content, String value)
      throws IOException {
    SettingReader reader = readerOf(Setting.DB_PASSWORD, content);

    assertThat(reader.secret(Setting.DB_PASSWORD)).contains(new Secret(value));
  }

  @Test
  void givenBothVariables_whenRead_thenItIsOneMistake() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "hidden in the file");
    SettingReader reader =
        new SettingReader(
            Map.of("JWT_SECRET", "hidden in the open", "JWT_SECRET_FILE", file.toString()));

    reader.secret(Setting.JWT_SECRET);
    reader.secret(Setting.JWT_SECRET);

    assertThatThrownBy(reader::requireNoMistakes)
        .hasMessage(
            "The configuration is not usable:\n"
                + "  - JWT_SECRET and JWT_SECRET_FILE exclude each other: set one");
  }

  @Test
  void givenFilesThatCannotBeRead_whenRead_thenItIsSaidWhyAndNoneIsShown() throws IOException {
    byte[] binary = {(byte) 0xff, (byte) 0xfe, 0};
    Map<String, String> values =
        Map.of(
            "JWT_SECRET_FILE", "hidden-secret-in-the-wrong-variable",
            "DATABASE_URL_FILE", directory.toString(),
            "REDIS_URL_FILE", Files.createFile(directory.resolve("empty")).toString(),
            "JWT_PREVIOUS_SECRET_FILE",
                Files.write(directory.resolve("binary"), binary).toString());

    assertThatThrownBy(() -> ChatConfig.from(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "JWT_SECRET_FILE must name a readable file: what it names does not exist",
            "DATABASE_URL_FILE must name a readable file: what it names is a directory",
            "REDIS_URL_FILE must name a file with a value: that one is empty",
            "JWT_PREVIOUS_SECRET_FILE must name a readable file: what it names is not a text")
        .hasMessageNotContaining("hidden")
        .hasMessageNotContaining("must be set");
  }

  @Test
  void givenFileThatIsTooLarge_whenRead_thenItIsRefused() throws IOException {
    SettingReader reader = readerOf(Setting.JWT_SECRET, "x".repeat(SmallFile.MAX_BYTES + 1));

    assertThat(reader.secret(Setting.JWT_SECRET)).isEmpty();

    assertThatThrownBy(reader::requireNoMistakes).hasMessageContaining("too large");
  }

  @Test
  void givenShortSecretInAFile_whenRead_thenItIsRefusedAndNotShown() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "too short", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ChatConfig.from(Map.of("JWT_SECRET_FILE", file.toString())))
        .hasMessageContaining("must have at least 32 bytes, has 9")
        .hasMessageNotContaining("too short");
  }

  @Test
  void givenFileOfWhatIsNoSecret_whenRead_thenItIsIgnored() throws IOException {
    SettingReader reader = readerOf(Setting.PORT, "1234");

    assertThat(reader.text(Setting.PORT)).isEmpty();
    reader.requireNoMistakes();
  }

  private SettingReader readerOf(Setting setting, String content) throws IOException {
    Path file = Files.writeString(directory.resolve("value"), content);
    return new SettingReader(Map.of(setting.fileVariable(), file.toString()));
  }
}
