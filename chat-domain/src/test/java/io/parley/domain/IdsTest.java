package io.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, Long.MAX_VALUE})
  void givenPositiveNumber_whenMadeAnId_thenItIsKept(long value) {
    assertThat(new UserId(value).value()).isEqualTo(value);
    assertThat(new ConversationId(value).value()).isEqualTo(value);
    assertThat(new MessageId(value).value()).isEqualTo(value);
    assertThat(new ContactRequestId(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void givenZeroOrLess_whenMadeAnId_thenTheFieldIsNamed(long value) {
    assertThatThrownBy(() -> new UserId(value))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("userId"));
    assertThatThrownBy(() -> new ConversationId(value))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("conversationId"));
    assertThatThrownBy(() -> new MessageId(value))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("messageId"));
    assertThatThrownBy(() -> new ContactRequestId(value))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("requestId"));
  }

  @Test
  void givenSequences_whenMade_thenZeroIsTheLeast() {
    assertThat(Sequence.NONE).isEqualTo(new Sequence(0));
    assertThat(new Sequence(Long.MAX_VALUE).value()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> new Sequence(-1))
        .isInstanceOfSatisfying(
            InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("seq"));
  }

  @Test
  void givenIds_whenCompared_thenTheyAreOrderedByNumber() {
    assertThat(new UserId(9)).isLessThan(new UserId(10));
    assertThat(new ConversationId(Long.MAX_VALUE)).isGreaterThan(new ConversationId(1));
    assertThat(Sequence.NONE).isLessThan(new Sequence(1));
    assertThat(new Sequence(3)).isEqualByComparingTo(new Sequence(3));
  }
}
