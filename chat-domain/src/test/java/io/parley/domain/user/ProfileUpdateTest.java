package io.parley.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileUpdateTest {
  private static final UserId SEVEN = new UserId(7);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static ProfileUpdate of(String name, String photo) {
    return new Bearer(
            new UserKey("7"),
            Optional.empty(),
            Optional.of(name),
            Optional.empty(),
            Optional.of(photo))
        .profileOf(SEVEN, NOW);
  }

  @Test
  void givenNamesOfAStranger_whenTheyAreTaken_thenTheyAreShortAndStorable() {
    User user = of("a\u0000b\n\uD83D" + "\uD83D\uDE00".repeat(300), "").toUser();

    assertThat(user.name()).startsWith("a b  \uD83D\uDE00").endsWith("\uD83D\uDE00");
    assertThat(user.name().codePointCount(0, user.name().length()))
        .isEqualTo(ProfileUpdate.MAX_CHARACTERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:image/png;base64,xx",
        "//x/y",
        "x.png",
        "https:",
        " "
      })
  void givenPhotoThatIsNoAddress_whenTaken_thenNothingIsKnownOfIt(String photo) {
    assertThat(of("Ada", photo).profilePhoto()).isEmpty();
  }

  @Test
  void givenPhotoThatIsAnAddress_whenTaken_thenItIsShown() {
    assertThat(of("Ada", "https://cdn.example/a.png?x=1").toUser().profilePhoto())
        .contains("https://cdn.example/a.png?x=1");
    assertThat(of("Ada", "https://cdn.example/" + "x".repeat(2_100)).profilePhoto()).isEmpty();
  }

  @Test
  void givenTokenWithAUsernameOnly_whenTaken_thenThatIsTheNameToo() {
    ProfileUpdate update =
        new Bearer(
                new UserKey("7"),
                Optional.of(NOW.minusSeconds(60)),
                Optional.empty(),
                Optional.of("ada"),
                Optional.empty())
            .profileOf(SEVEN, NOW);

    assertThat(update.toUser()).isEqualTo(new User(SEVEN, "ada", "ada", "ada", Optional.empty()));
    assertThat(update.saidAt()).isEqualTo(NOW.minusSeconds(60));
  }

  @Test
  void givenTokenOfTheFuture_whenTaken_thenItSpeaksOfNow() {
    ProfileUpdate update =
        new Bearer(
                new UserKey("7"),
                Optional.of(NOW.plusSeconds(3_600)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .profileOf(SEVEN, NOW);

    assertThat(update.saidAt()).isEqualTo(NOW);
  }
}
