package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final UserId AUTHOR = new UserId(1);
  private static final UserId RECEIVER = new UserId(2);
  private static final Optional<Instant> NEVER = Optional.empty();
  private static final Optional<Instant> ONCE = Optional.of(Instant.EPOCH);

  @Test
  void givenTimes_whenAsked_thenTheySayWhetherItIsReadOrDeleted() {
    assertThat(message(NEVER, NEVER).isRead()).isFalse();
    assertThat(message(ONCE, NEVER).isRead()).isTrue();
    assertThat(message(NEVER, NEVER).isDeleted()).isFalse();
    assertThat(message(NEVER, ONCE).isDeleted()).isTrue();
  }

  private static Message message(Optional<Instant> readAt, Optional<Instant> deletedAt) {
    return new Message(
        new MessageId(1),
        new ConversationId(1),
        new Sequence(1),
        User.unknown(AUTHOR),
        User.unknown(RECEIVER),
        new MessageContent("Hello"),
        Optional.empty(),
        Optional.empty(),
        readAt,
        deletedAt,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty());
  }
}
