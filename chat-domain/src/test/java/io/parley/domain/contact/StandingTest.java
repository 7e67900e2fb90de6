package io.parley.domain.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.contact.Standing.AskedContact;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Alice is the one who has asked Bob; Carol is none of the two. */
class StandingTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);
  private static final UserId CAROL = new UserId(3);

  private static final Standing STRANGERS = new Standing(Optional.empty(), false, Set.of());
  private static final Standing TALKING = new Standing(Optional.empty(), true, Set.of());

  private static Standing asked(RequestStatus status, UserId... blockers) {
    return new Standing(
        Optional.of(new AskedContact(new ContactRequestId(5), ALICE, BOB, status)),
        status == RequestStatus.ACCEPTED,
        Set.of(blockers));
  }

  private static void assertRefused(Runnable attempt, ErrorCode code, String detail) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            ChatException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.detail()).isEqualTo(detail);
            });
  }

  @Test
  void givenConversationAndNoBlock_whenAsked_thenTheyMayWrite() {
    assertThat(TALKING.mayWrite()).isTrue();
    assertThat(STRANGERS.mayWrite()).isFalse();
    assertThat(new Standing(Optional.empty(), true, Set.of(ALICE)).mayWrite()).isFalse();
    assertThat(new Standing(Optional.empty(), true, Set.of(BOB)).mayWrite()).isFalse();
    assertThat(asked(RequestStatus.PENDING).mayWrite()).isFalse();
  }

  @Test
  void givenStrangers_whenOneAsks_thenTheOtherHearsOfIt() {
    assertThat(STRANGERS.requireMayAsk(ALICE)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "CANCELLED"})
  void givenRequestThatHasEnded_whenEitherAsks_thenHeMay(RequestStatus ended) {
    assertThat(asked(ended).requireMayAsk(ALICE)).isTrue();
    assertThat(asked(ended).requireMayAsk(BOB)).isTrue();
  }

  @Test
  void givenPendingRequest_whenEitherAsks_thenItIsPendingAlready() {
    for (UserId user : Set.of(ALICE, BOB)) {
      assertRefused(
          () -> asked(RequestStatus.PENDING).requireMayAsk(user),
          ErrorCode.REQUEST_PENDING,
          "Chat request already pending");
    }
  }

  @Test
  void givenConversation_whenOneAsks_thenItIsEnabledAlready() {
    for (Standing standing : Set.of(TALKING, asked(RequestStatus.ACCEPTED))) {
      assertRefused(
          () -> standing.requireMayAsk(ALICE),
          ErrorCode.ALREADY_IN_CONTACT,
          "Chat already enabled with this user");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "CANCELLED", "ACCEPTED"})
  void givenBlockedUser_whenHeAsks_thenItIsSentAndNotHeard(RequestStatus before) {
    assertThat(asked(before, BOB).requireMayAsk(ALICE)).isFalse();
    assertThat(new Standing(Optional.empty(), true, Set.of(BOB)).requireMayAsk(ALICE)).isFalse();
  }

  @Test
  void givenBlockedUserWhoHasAsked_whenHeAsksAgain_thenHeHearsWhatEverybodyHears() {
    assertRefused(
        () -> asked(RequestStatus.PENDING, BOB).requireMayAsk(ALICE),
        ErrorCode.REQUEST_PENDING,
        "Chat request already pending");
  }

  @Test
  void givenUserWhoHasBlocked_whenHeAsks_thenHeIsToldOfHisOwnBlock() {
    for (Standing standing :
        Set.of(
            new Standing(Optional.empty(), true, Set.of(ALICE)),
            new Standing(Optional.empty(), false, Set.of(ALICE, BOB)),
            asked(RequestStatus.PENDING, ALICE))) {
      assertRefused(
          () -> standing.requireMayAsk(ALICE),
          ErrorCode.CHAT_NOT_ALLOWED,
          "You have blocked this user");
    }
  }

  @Test
  void givenPendingRequest_whenTheRightOneActs_thenHeMay() {
    Standing standing = asked(RequestStatus.PENDING);

    assertThatCode(() -> standing.requireMay(Step.ACCEPT, BOB)).doesNotThrowAnyException();
    assertThatCode(() -> standing.requireMay(Step.REJECT, BOB)).doesNotThrowAnyException();
    assertThatCode(() -> standing.requireMay(Step.CANCEL, ALICE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT, 1, Only the receiver can accept this request",
    "REJECT, 1, Only the receiver can reject this request",
    "CANCEL, 2, Only the sender can cancel this request"
  })
  void givenPendingRequest_whenTheOtherOneActs_thenItIsNotHis(Step step, long user, String text) {
    assertRefused(
        () -> asked(RequestStatus.PENDING).requireMay(step, new UserId(user)),
        ErrorCode.NOT_YOUR_REQUEST,
        text);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT, ACCEPTED, Cannot accept a accepted request",
    "ACCEPT, REJECTED, Cannot accept a rejected request",
    "REJECT, CANCELLED, Cannot reject a cancelled request",
    "CANCEL, ACCEPTED, Cannot cancel a accepted request"
  })
  void givenRequestThatIsNotPending_whenSomebodyActs_thenItIsAnswered(
      Step step, RequestStatus status, String text) {
    assertRefused(
        () -> asked(status).requireMay(step, step == Step.CANCEL ? ALICE : BOB),
        ErrorCode.REQUEST_ANSWERED,
        text);
  }

  @Test
  void givenSomebodyElse_whenHeActs_thenThereIsNoSuchRequest() {
    for (Step step : Step.values()) {
      assertRefused(
          () -> asked(RequestStatus.PENDING).requireMay(step, CAROL),
          ErrorCode.REQUEST_NOT_FOUND,
          "Chat request not found");
    }
    assertRefused(
        () -> STRANGERS.requireMay(Step.ACCEPT, BOB),
        ErrorCode.REQUEST_NOT_FOUND,
        "Chat request not found");
  }

  @Test
  void givenReceiverWhoHasBlockedTheSender_whenHeActs_thenHeDoesNotSeeTheRequest() {
    assertRefused(
        () -> asked(RequestStatus.PENDING, BOB).requireMay(Step.ACCEPT, BOB),
        ErrorCode.REQUEST_NOT_FOUND,
        "Chat request not found");
    assertThatCode(() -> asked(RequestStatus.PENDING, BOB).requireMay(Step.CANCEL, ALICE))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void givenStatus_whenNamed_thenItIsFoundByThatName(RequestStatus status) {
    assertThat(RequestStatus.of(status.wireName())).contains(status);
    assertThat(RequestStatus.of("PENDING")).isEmpty();
  }
}
