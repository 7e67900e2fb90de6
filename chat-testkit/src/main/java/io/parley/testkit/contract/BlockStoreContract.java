package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.RequestList;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Step;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore.Asked;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.Fixture;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link BlockStore} promises, and what a block does to requests and messages. */
public interface BlockStoreContract extends ContactsContract {
  /** Blocks all users with some ids; an adapter may have a faster way. */
  default void blockAll(UserId user, long from, long beforeId) {
    LongStream.range(from, beforeId)
        .forEach(
            id -> {
              boolean unused = blocks().block(user, new UserId(id));
            });
  }

  private Asked ask(UserId sender, UserId receiver) {
    return contacts().request(sender, receiver, Optional.empty());
  }

  private List<ContactRequest> list(UserId user, RequestList which) {
    return contacts().list(user, which, new PageRequest(1, 100)).items();
  }

  private Page<BlockedUser> blockedBy(UserId user) {
    return blocks().list(user, new PageRequest(1, 100));
  }

  private Set<Participants> silent(UserId one, UserId other) {
    return blocks().between(Set.of(Participants.of(one, other)));
  }

  @Test
  default void givenNobodyBlocked_whenBlocked_thenHeIsOnTheListOfTheOneAlone() {
    assertThat(blocks().block(BOB, ALICE)).isTrue();
    assertThat(blocks().block(BOB, ALICE)).isFalse();

    assertThat(blockedBy(BOB).items()).extracting(BlockedUser::user).containsExactly(user(ALICE));
    assertThat(blockedBy(ALICE)).isEqualTo(new Page<BlockedUser>(List.of(), 0, 1, 0));
    assertThat(silent(ALICE, BOB)).hasSize(1);
  }

  @Test
  default void givenBlock_whenEnded_thenItIsOver() {
    assertThat(blocks().unblock(ALICE, BOB)).isFalse();
    boolean unused = blocks().block(ALICE, BOB);

    assertThat(blocks().unblock(BOB, ALICE)).isFalse(); // it is not his
    assertThat(silent(ALICE, BOB)).hasSize(1);
    assertThat(blocks().unblock(ALICE, BOB)).isTrue();

    assertThat(silent(ALICE, BOB)).isEmpty();
    assertThat(blockedBy(ALICE).items()).isEmpty();
  }

  @Test
  default void givenBothHaveBlocked_whenOneEndsHis_thenThatOfTheOtherHolds() {
    boolean unused = blocks().block(ALICE, BOB);
    unused = blocks().block(BOB, ALICE);

    assertThat(silent(ALICE, BOB)).hasSize(1);
    unused = blocks().unblock(ALICE, BOB);

    assertThat(silent(ALICE, BOB)).hasSize(1);
  }

  @Test
  default void givenManyPairs_whenAskedWhoIsSilent_thenThoseWithABlockAre() {
    boolean unused = blocks().block(ALICE, BOB);
    unused = blocks().block(DAVE, CAROL);

    assertThat(
            blocks()
                .between(
                    Set.of(
                        Participants.of(BOB, ALICE),
                        Participants.of(CAROL, DAVE),
                        Participants.of(ALICE, CAROL))))
        .isEqualTo(Set.of(Participants.of(ALICE, BOB), Participants.of(CAROL, DAVE)));
    assertThat(blocks().between(Set.of())).isEmpty();
  }

  @Test
  default void givenBlocks_whenListed_thenTheLastOneIsFirstAndPagesAreRight() {
    for (UserId other : List.of(BOB, CAROL, DAVE)) {
      boolean unused = blocks().block(ALICE, other);
      stores().tick();
    }

    Page<BlockedUser> first = blocks().list(ALICE, new PageRequest(1, 2));
    Page<BlockedUser> second = blocks().list(ALICE, new PageRequest(2, 2));

    assertThat(first.items())
        .extracting(BlockedUser::user)
        .containsExactly(user(DAVE), user(CAROL));
    assertThat(second.items()).extracting(BlockedUser::user).containsExactly(user(BOB));
    assertThat(List.of(first.total(), second.totalPages())).containsExactly(3L, 2L);
    assertThat(first.items().get(0).since()).isAfter(second.items().get(0).since());
  }

  @Test
  default void givenConversation_whenOneBlocksTheOther_thenNeitherMayWrite() {
    stores().send(ALICE, BOB, "from before");
    Set<Participants> pair = Set.of(Participants.of(ALICE, BOB));
    boolean unused = blocks().block(BOB, ALICE);

    assertThat(contacts().open(pair)).isEmpty();
    unused = blocks().unblock(BOB, ALICE);
    assertThat(contacts().open(pair)).isEqualTo(pair);
  }

  @Test
  default void givenPendingRequest_whenItsReceiverBlocks_thenItIsRejected() {
    ContactRequest request = ask(ALICE, BOB).request();
    boolean unused = blocks().block(BOB, ALICE);

    assertThat(list(ALICE, RequestList.SENT))
        .extracting(ContactRequest::id, ContactRequest::status)
        .containsExactly(tuple(request.id(), RequestStatus.REJECTED));
  }

  @Test
  default void givenPendingRequest_whenItsSenderBlocks_thenItIsCancelled() {
    ContactRequest request = ask(ALICE, BOB).request();
    boolean unused = blocks().block(ALICE, BOB);

    assertThat(list(BOB, RequestList.PENDING)).isEmpty();
    assertThat(
            refusalOf(
                () -> {
                  Object unusedAnswer = contacts().accept(request.id(), BOB);
                }))
        .isEqualTo(ErrorCode.REQUEST_ANSWERED);
  }

  @Test
  default void givenBlockedUser_whenHeAsks_thenHeSeesItSentAndTheOtherSeesNothingUntilTheEnd() {
    boolean unused = blocks().block(BOB, ALICE);

    Asked asked = ask(ALICE, BOB);

    assertThat(asked.heard()).isFalse();
    assertThat(list(ALICE, RequestList.SENT)).containsExactly(asked.request());
    assertThat(list(BOB, RequestList.PENDING)).isEmpty();
    assertThat(list(BOB, RequestList.ALL)).isEmpty();
    assertThat(contacts().list(BOB, RequestList.PENDING, new PageRequest(1, 1)).total()).isZero();
    assertThat(
            refusalOf(
                () -> {
                  Object unusedAnswer = contacts().accept(asked.request().id(), BOB);
                }))
        .isEqualTo(ErrorCode.REQUEST_NOT_FOUND);

    unused = blocks().unblock(BOB, ALICE);

    assertThat(list(BOB, RequestList.PENDING)).containsExactly(asked.request());
  }

  @Test
  default void givenBlockedUserWithAConversation_whenHeAsks_thenItIsLikeAmongStrangers() {
    stores().send(ALICE, BOB, "from before");
    boolean unused = blocks().block(BOB, ALICE);

    Asked asked = ask(ALICE, BOB);

    assertThat(asked.request().status()).isEqualTo(RequestStatus.PENDING);
    assertThat(asked.heard()).isFalse();
  }

  @Test
  default void givenUserWhoHasBlocked_whenHeAsks_thenHeIsToldSo() {
    boolean unused = blocks().block(BOB, ALICE);

    assertThat(
            refusalOf(
                () -> {
                  Object unusedAnswer = ask(BOB, ALICE);
                }))
        .isEqualTo(ErrorCode.CHAT_NOT_ALLOWED);
  }

  @Test
  default void givenRequestAndBlockAtOnce_whenAllIsDone_thenNothingIsPendingThatShows() {
    for (Participants pair : Fixture.pairs().subList(0, 10)) {
      List<Boolean> outcomes =
          Concurrently.call(
              2,
              thread ->
                  thread == 0
                      ? blocks().block(pair.second(), pair.first())
                      : ask(pair.first(), pair.second()).heard());

      assertThat(list(pair.second(), RequestList.PENDING)).isEmpty();
      List<ContactRequest> sent = list(pair.first(), RequestList.SENT);
      assertThat(sent).hasSize(1);
      boolean heard = outcomes.get(1);
      assertThat(sent.get(0).status())
          .isEqualTo(heard ? RequestStatus.REJECTED : RequestStatus.PENDING);
    }
  }

  @Test
  default void givenAsManyBlocksAsAllowed_whenOneMoreIsAdded_thenItIsRefusedAndNotKept() {
    UserId last = new UserId(1_000 + BlockedUser.MAX);
    blockAll(ALICE, 1_000, 1_000 + BlockedUser.MAX);

    assertThat(
            refusalOf(
                () -> {
                  boolean unusedAnswer = blocks().block(ALICE, last);
                }))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(silent(ALICE, last)).isEmpty();
    assertThat(blocks().block(ALICE, new UserId(1_000))).isFalse();
  }

  @Test
  default void givenAcceptedRequest_whenBlocked_thenItStaysAccepted() {
    ContactRequest request = ask(ALICE, BOB).request();
    Object unused = contacts().accept(request.id(), BOB);
    boolean unusedToo = blocks().block(ALICE, BOB);

    assertThat(list(BOB, RequestList.ALL))
        .extracting(ContactRequest::status)
        .containsExactly(RequestStatus.ACCEPTED);
    assertThat(
            refusalOf(
                () -> {
                  Object unusedAnswer = contacts().end(request.id(), BOB, Step.REJECT);
                }))
        .isEqualTo(ErrorCode.REQUEST_ANSWERED);
  }
}
