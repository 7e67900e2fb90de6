package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import org.junit.jupiter.api.Test;

class AuthorshipTest {
  private static final UserId AUTHOR = new UserId(1);
  private static final UserId RECEIVER = new UserId(2);
  private static final UserId STRANGER = new UserId(3);
  private static final Authorship AUTHORSHIP = new Authorship(AUTHOR, RECEIVER);

  @Test
  void givenAuthor_whenRequired_thenHePasses() {
    AUTHORSHIP.requireAuthor(AUTHOR);
  }

  @Test
  void givenReceiver_whenAuthorIsRequired_thenHeLearnsThatHeIsNot() {
    assertThatThrownBy(() -> AUTHORSHIP.requireAuthor(RECEIVER))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_THE_AUTHOR));
  }

  @Test
  void givenStranger_whenAuthorIsRequired_thenItLooksAsIfThereWereNoMessage() {
    assertThatThrownBy(() -> AUTHORSHIP.requireAuthor(STRANGER))
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND);
              assertThat(e.detail()).isEqualTo(Message.notFound().detail());
            });
  }
}
