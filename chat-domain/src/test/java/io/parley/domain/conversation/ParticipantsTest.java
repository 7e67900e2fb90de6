package io.parley.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParticipantsTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);
  private static final UserId CAROL = new UserId(3);
  private static final Participants BOTH = new Participants(ALICE, BOB);

  @Test
  void givenTwoUsersInEitherOrder_whenPaired_thenTheSmallerIdIsFirst() {
    assertThat(Participants.of(ALICE, BOB)).isEqualTo(BOTH);
    assertThat(Participants.of(BOB, ALICE)).isEqualTo(BOTH);
  }

  @Test
  void givenOneUser_whenPairedWithHimself_thenItIsRefused() {
    assertThatThrownBy(() -> Participants.of(BOB, new UserId(2)))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TO_SELF));
  }

  @Test
  void givenWrongOrder_whenMadeDirectly_thenItIsABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Participants(BOB, ALICE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Participants(BOB, BOB));
  }

  @Test
  void givenUsers_whenAskedWhoIsIn_thenOnlyTheTwoAre() {
    assertThat(BOTH.contains(ALICE)).isTrue();
    assertThat(BOTH.contains(BOB)).isTrue();
    assertThat(BOTH.contains(CAROL)).isFalse();
  }

  @Test
  void givenParticipant_whenAskedForTheOther_thenItIsTheOther() {
    assertThat(BOTH.otherThan(ALICE)).isEqualTo(BOB);
    assertThat(BOTH.otherThan(BOB)).isEqualTo(ALICE);
    assertThatIllegalArgumentException().isThrownBy(() -> BOTH.otherThan(CAROL));
  }

  @Test
  void givenState_whenAskedForUnread_thenEachHasHisOwn() {
    ConversationState state =
        new ConversationState(
            new ConversationId(1),
            BOTH,
            Optional.empty(),
            Optional.empty(),
            Sequence.NONE,
            3,
            5,
            9);

    assertThat(state.unreadOf(ALICE)).isEqualTo(3);
    assertThat(state.unreadOf(BOB)).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> state.unreadOf(CAROL));
  }
}
