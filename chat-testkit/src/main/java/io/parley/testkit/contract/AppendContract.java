package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.DraftBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link io.parley.domain.port.MessageStore#append} promises to a single caller. */
public interface AppendContract extends StoresContract {

  @Test
  default void givenUsersWhoNeverTalked_whenAppended_thenTheirConversationBegins() {
    Appended appended = await(stores().messages().append(aDraft().build()));

    assertThat(appended.duplicate()).isFalse();
    assertThat(appended.message().sequence()).isEqualTo(new Sequence(1));
    assertThat(stores().conversations().participants(appended.message().conversation(), ALICE))
        .contains(new Participants(ALICE, BOB));
  }

  @Test
  default void givenFullDraft_whenAppended_thenMessageSaysWhatTheDraftSaid() {
    DraftBuilder draft =
        aDraft()
            .from(CAROL)
            .to(DAVE)
            .saying("See this")
            .attaching("https://files.example/1.pdf")
            .knownAs("c-1");

    Message message = stores().send(draft);

    assertThat(message.sender()).isEqualTo(user(CAROL));
    assertThat(message.receiver()).isEqualTo(user(DAVE));
    assertThat(message.content()).isEqualTo(new MessageContent("See this"));
    assertThat(message.attachment()).contains(new AttachmentUrl("https://files.example/1.pdf"));
    assertThat(message.clientMessageId()).contains(new ClientMessageId("c-1"));
    assertThat(message.isRead()).isFalse();
    assertThat(message.isDeleted()).isFalse();
  }

  @Test
  default void givenMinimalDraft_whenAppended_thenWhatIsOptionalIsEmpty() {
    Message message = stores().send(aDraft());

    assertThat(message.attachment()).isEmpty();
    assertThat(message.clientMessageId()).isEmpty();
    assertThat(message.flag()).isEmpty();
  }

  @Test
  default void givenFlagOfTheHost_whenAppendedAndRead_thenItIsThere() {
    String longest = "a-z:0_9.".repeat(MessageFlag.MAX_LENGTH / 8);
    Message plain = stores().send(aDraft());
    Message flagged = stores().send(aDraft().flagged(longest));

    assertThat(flagged.flag()).contains(new MessageFlag(longest));
    assertThat(stores().all(plain.conversation())).containsExactly(plain, flagged);
  }

  @Test
  default void givenFlaggedMessage_whenRepeatedWithAnotherFlagOrNone_thenTheFirstFlagStays() {
    Message first = stores().send(aDraft().knownAs("c").flagged("first"));

    Appended other = await(append(aDraft().knownAs("c").flagged("second")));
    Appended none = await(append(aDraft().knownAs("c")));

    assertThat(List.of(other, none)).allMatch(Appended::duplicate);
    assertThat(List.of(other, none)).extracting(Appended::message).containsOnly(first);
    assertThat(stores().reload(first.id()).flag()).contains(new MessageFlag("first"));
  }

  @Test
  default void givenCompletedAppend_whenRead_thenTheSameMessageIsThere() {
    Message message = stores().send(aDraft().attaching("http://a.example/x").knownAs("k"));

    assertThat(stores().history().findAll(List.of(message.id()))).containsExactly(message);
    assertThat(stores().all(message.conversation())).containsExactly(message);
  }

  @Test
  default void givenContentOfEveryKind_whenAppended_thenItComesBackUnchanged() {
    List<String> texts =
        List.of(
            "  spaces around  ",
            "line\nbreak\r\nand\ttab",
            "quotes ' \" and \\ back \\n slashes",
            "{curly,\"array\",NULL}",
            "NULL",
            "$1 %s ? :name",
            "👩‍👩‍👧‍👦 مرحبا שלום 你好 ǅ e\u0301",
            "\u0001\u001f\u007f\u0085\u2028\ufeff\uffff",
            "😀".repeat(MessageContent.MAX_CODE_POINTS));

    List<Message> sent = stores().send(ALICE, BOB, texts.toArray(String[]::new));

    assertThat(sent).extracting(message -> message.content().text()).isEqualTo(texts);
    assertThat(stores().all(sent.get(0).conversation())).isEqualTo(sent);
  }

  @Test
  default void givenLongestAttachmentAndClientId_whenAppended_thenTheyComeBackUnchanged() {
    String url = "https://a.example/" + "x".repeat(AttachmentUrl.MAX_CODE_POINTS - 18);
    String id = "😀".repeat(ClientMessageId.MAX_CODE_POINTS);

    Message message = stores().send(aDraft().attaching(url).knownAs(id));

    assertThat(stores().reload(message.id()).attachment()).contains(new AttachmentUrl(url));
    assertThat(stores().reload(message.id()).clientMessageId()).contains(new ClientMessageId(id));
  }

  @Test
  default void givenConversation_whenEitherSideWrites_thenSequencesGoOnWithoutGaps() {
    List<Message> messages =
        List.of(
            stores().send(aDraft().from(BOB).to(ALICE)),
            stores().send(aDraft().from(ALICE).to(BOB)),
            stores().send(aDraft().from(ALICE).to(BOB)),
            stores().send(aDraft().from(BOB).to(ALICE)));

    assertThat(messages).extracting(Message::conversation).containsOnly(conversationOf(messages));
    assertThat(messages)
        .extracting(message -> message.sequence().value())
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  default void givenTwoConversations_whenAppended_thenEachCountsForItself() {
    Message toBob = stores().send(aDraft().to(BOB));
    Message toCarol = stores().send(aDraft().to(CAROL));

    assertThat(toCarol.sequence()).isEqualTo(new Sequence(1));
    assertThat(toCarol.conversation()).isNotEqualTo(toBob.conversation());
    assertThat(toCarol.id()).isNotEqualTo(toBob.id());
  }

  @Test
  default void givenMessagesInARow_whenAppended_thenTimesNeverGoBack() {
    List<Message> messages = IntStream.range(0, 30).mapToObj(i -> stores().send(aDraft())).toList();

    assertThat(messages)
        .extracting(Message::createdAt)
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  default void givenMessagesOfBothSides_whenAppended_thenStateIsExact() {
    stores().send(ALICE, BOB, "one", "two", "three");

    Appended appended =
        await(stores().messages().append(aDraft().from(BOB).to(ALICE).saying("four").build()));

    assertThat(appended.state())
        .isEqualTo(
            new ConversationState(
                appended.message().conversation(),
                new Participants(ALICE, BOB),
                Optional.of("four"),
                Optional.of(appended.message().createdAt()),
                new Sequence(4),
                1,
                3,
                4));
  }

  @Test
  default void givenManyDraftsAtOnce_whenAppended_thenEachStateIsThatAfterItsOwnMessage() {
    List<Appended> appended =
        appendAtOnce(IntStream.range(0, 50).mapToObj(i -> numbered(i).build()));

    assertThat(appended)
        .allSatisfy(
            each -> {
              assertThat(each.state().lastMessage()).contains(each.message().content().text());
              assertThat(each.state().lastMessageAt()).contains(each.message().createdAt());
              assertThat(each.state().lastSequence()).isEqualTo(each.message().sequence());
              assertThat(each.state().secondUnread()).isEqualTo(each.message().sequence().value());
              assertThat(each.state().firstUnread()).isZero();
            });
  }

  @Test
  default void givenSenderWithUnreadMessages_whenAppended_thenTheyStayUnread() {
    stores().send(BOB, ALICE, "one", "two");

    stores().send(aDraft().from(ALICE).to(BOB));

    assertThat(stores().receipts().unreadTotal(ALICE)).isEqualTo(2);
  }

  @Test
  default void givenDraftThatNamesItsConversation_whenAppended_thenItIsStoredThere() {
    ConversationId conversation = stores().send(aDraft()).conversation();

    Message message = stores().send(aDraft().from(BOB).to(ALICE).in(conversation));

    assertThat(message.conversation()).isEqualTo(conversation);
    assertThat(message.sequence()).isEqualTo(new Sequence(2));
  }

  @Test
  default void givenDraftThatNamesAnothersConversation_whenAppended_thenNothingIsStored() {
    ConversationId theirs = stores().send(aDraft().from(CAROL).to(DAVE)).conversation();
    ConversationId withCarol = stores().send(aDraft().from(ALICE).to(CAROL)).conversation();
    stores().send(aDraft());

    for (ConversationId named : List.of(theirs, withCarol, new ConversationId(Long.MAX_VALUE))) {
      assertThat(refusalOf(append(aDraft().in(named)))).isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);
    }

    assertThat(stores().all(theirs)).hasSize(1);
    assertThat(stores().all(withCarol)).hasSize(1);
    assertThat(stores().send(aDraft()).sequence()).isEqualTo(new Sequence(2));
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(2);
  }

  @Test
  default void givenUsersWhoNeverTalked_whenDraftNamesAConversation_thenNoneBegins() {
    ConversationId theirs = stores().send(aDraft().from(CAROL).to(DAVE)).conversation();

    assertThat(refusalOf(append(aDraft().in(theirs)))).isEqualTo(ErrorCode.CONVERSATION_NOT_FOUND);

    assertThat(stores().inbox(ALICE)).isEmpty();
    assertThat(stores().inbox(BOB)).isEmpty();
  }

  @Test
  default void givenTwoUnknownUsers_whenAppended_thenTheSenderIsNamed() {
    assertThat(refusalOf(append(aDraft().from(NOBODY).to(new UserId(NOBODY.value() + 1)))))
        .isEqualTo(ErrorCode.SENDER_NOT_FOUND);
  }

  @Test
  default void givenUnknownReceiver_whenAppended_thenNothingIsStored() {
    assertThat(refusalOf(append(aDraft().to(NOBODY)))).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);

    assertThat(stores().inbox(ALICE)).isEmpty();
  }

  @Test
  default void givenUnknownSender_whenAppended_thenNothingIsStored() {
    assertThat(refusalOf(append(aDraft().from(NOBODY)))).isEqualTo(ErrorCode.SENDER_NOT_FOUND);

    assertThat(stores().inbox(BOB)).isEmpty();
    assertThat(stores().receipts().unreadTotal(BOB)).isZero();
  }

  @Test
  default void givenBadDraftsAmongGoodOnes_whenAppendedAtOnce_thenOnlyTheyFail() {
    ConversationId theirs = stores().send(aDraft().from(CAROL).to(DAVE)).conversation();
    stores().send(aDraft().knownAs("taken"));
    List<CompletionStage<Appended>> good = new ArrayList<>();
    List<CompletionStage<Appended>> bad = new ArrayList<>();

    for (int i = 0; i < 20; i++) {
      good.add(append(numbered(i)));
      bad.add(append(aDraft().to(NOBODY)));
      bad.add(append(aDraft().in(theirs)));
      bad.add(append(aDraft().from(NOBODY)));
      bad.add(append(aDraft().knownAs("taken").saying("something else")));
    }

    assertThat(good)
        .extracting(stage -> await(stage).message().sequence().value())
        .isEqualTo(LongStream.rangeClosed(2, 21).boxed().toList());
    assertThat(bad)
        .extracting(stage -> refusalOf(stage))
        .containsOnly(
            ErrorCode.RECEIVER_NOT_FOUND,
            ErrorCode.CONVERSATION_NOT_FOUND,
            ErrorCode.SENDER_NOT_FOUND,
            ErrorCode.IDEMPOTENCY_CONFLICT);
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(21);
  }

  @Test
  default void givenStoredDraft_whenAppendedAgain_thenTheFirstMessageComesBack() {
    MessageDraft draft = aDraft().attaching("https://a.example/").knownAs("once").build();
    Message first = await(stores().messages().append(draft)).message();

    Appended again = await(stores().messages().append(draft));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first);
    assertThat(stores().all(first.conversation())).containsExactly(first);
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
  }

  @Test
  default void givenConversationWentOn_whenAppendedAgain_thenStateIsAsItIsNow() {
    stores().send(aDraft().knownAs("once"));
    Message last = stores().send(aDraft().from(BOB).to(ALICE).saying("and on"));
    stores().receipts().markRead(last.conversation(), BOB, Optional.empty());

    Appended again = await(append(aDraft().knownAs("once")));

    assertThat(again.state())
        .isEqualTo(
            new ConversationState(
                last.conversation(),
                new Participants(ALICE, BOB),
                Optional.of("and on"),
                Optional.of(last.createdAt()),
                new Sequence(2),
                1,
                0,
                3));
  }

  @Test
  default void givenDeletedMessage_whenAppendedAgain_thenItIsNotStoredAgain() {
    Message first = stores().send(aDraft().knownAs("once"));
    stores().messages().delete(first.id());

    Appended again = await(append(aDraft().knownAs("once")));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message().id()).isEqualTo(first.id());
    assertThat(stores().all(first.conversation())).isEmpty();
  }

  @Test
  default void givenRepeatThatNowNamesTheConversation_whenAppended_thenItIsStillARepeat() {
    Message first = stores().send(aDraft().knownAs("once"));

    Appended again = await(append(aDraft().knownAs("once").in(first.conversation())));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.message()).isEqualTo(first);
  }

  @Test
  default void givenDraftsWithoutClientId_whenAlike_thenEachIsANewMessage() {
    Appended first = await(append(aDraft()));
    Appended second = await(append(aDraft()));

    assertThat(second.duplicate()).isFalse();
    assertThat(second.message().id()).isNotEqualTo(first.message().id());
  }

  @Test
  default void givenClientIdOfAnotherSender_whenAppended_thenItIsANewMessage() {
    stores().send(aDraft().from(ALICE).to(BOB).knownAs("same"));

    Appended other = await(append(aDraft().from(BOB).to(ALICE).knownAs("same")));

    assertThat(other.duplicate()).isFalse();
  }

  @Test
  default void givenClientIdsThatLookAlike_whenAppended_thenEachIsItsOwn() {
    List<Appended> appended =
        Stream.of("id", "ID", "id ", " id", "İd", "i\u0307d", "%", "_")
            .map(id -> await(append(aDraft().knownAs(id))))
            .toList();

    assertThat(appended).extracting(Appended::duplicate).containsOnly(false);
  }

  @Test
  default void givenUsedClientId_whenAnotherMessageIsAppended_thenItIsAConflict() {
    Message first = stores().send(aDraft().knownAs("used"));

    for (DraftBuilder other :
        List.of(
            aDraft().knownAs("used").saying("hello"),
            aDraft().knownAs("used").attaching("https://a.example/"),
            aDraft().knownAs("used").to(CAROL))) {
      assertThat(refusalOf(append(other))).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    assertThat(stores().all(first.conversation())).containsExactly(first);
    assertThat(stores().inbox(CAROL)).isEmpty();
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
  }

  @Test
  default void givenTheSameDraftTwiceAtOnce_whenAppended_thenTheSecondIsTheRepeat() {
    List<Appended> appended =
        appendAtOnce(Stream.generate(() -> aDraft().knownAs("twice").build()).limit(2));

    assertThat(appended).extracting(Appended::duplicate).containsExactly(false, true);
    assertThat(appended.get(1).message()).isEqualTo(appended.get(0).message());
  }

  @Test
  default void givenTwoMeaningsOfAClientIdAtOnce_whenAppended_thenOneIsStored() {
    // nothing is promised across conversations: either may be the first
    CompletionStage<Appended> toBob = append(aDraft().knownAs("used").to(BOB));
    CompletionStage<Appended> toCarol = append(aDraft().knownAs("used").to(CAROL));

    boolean bobIsFirst = await(toBob.handle((appended, failure) -> failure == null));

    assertThat(await(bobIsFirst ? toBob : toCarol).duplicate()).isFalse();
    assertThat(refusalOf(bobIsFirst ? toCarol : toBob)).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    assertThat(stores().inbox(bobIsFirst ? CAROL : BOB)).isEmpty();
  }

  @Test
  default void givenOneThread_whenItAppendsWithoutWaiting_thenItsOrderIsKept() {
    List<Appended> appended =
        appendAtOnce(IntStream.range(0, 300).mapToObj(i -> numbered(i).build()));

    assertThat(appended)
        .extracting(each -> each.message().sequence().value())
        .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
  }

  @Test
  default void givenOneThread_whenItAppendsWithoutWaiting_thenStagesCompleteInSequenceOrder() {
    List<Sequence> completed = new CopyOnWriteArrayList<>();

    List<CompletionStage<Void>> stages =
        IntStream.range(0, 300)
            .mapToObj(i -> append(numbered(i)))
            .map(stage -> stage.thenAccept(each -> completed.add(each.message().sequence())))
            .toList();
    stages.forEach(stage -> await(stage));

    assertThat(completed).hasSize(300).isSorted();
  }

  @Test
  default void givenNewMessageAndRepeat_whenStored_thenCallbackRanOnceForEachBeforeCompletion() {
    List<Appended> handed = new CopyOnWriteArrayList<>();

    for (int i = 0; i < 20; i++) {
      MessageDraft draft = numbered(i).knownAs("id-" + i).build();
      Appended first = await(stores().messages().append(draft, handed::add));
      assertThat(handed).endsWith(first).hasSize(2 * i + 1);
      Appended again = await(stores().messages().append(draft, handed::add));
      assertThat(handed).endsWith(again).hasSize(2 * i + 2);
    }
  }

  @Test
  default void givenRefusedDraft_whenAppended_thenCallbackDoesNotRun() {
    List<Appended> handed = new CopyOnWriteArrayList<>();

    refusalOf(stores().messages().append(aDraft().to(NOBODY).build(), handed::add));

    assertThat(handed).isEmpty();
  }

  @Test
  default void givenCallbackThatThrows_whenAppended_thenTheStageFailsAndTheMessageIsStored() {
    MessageDraft draft = aDraft().knownAs("stored").build();

    CompletionStage<Appended> failed =
        stores()
            .messages()
            .append(
                draft,
                appended -> {
                  throw new IllegalStateException("planned");
                });

    assertThatThrownBy(() -> await(failed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("planned");
    assertThat(await(stores().messages().append(draft)).duplicate()).isTrue();
    assertThat(stores().send(aDraft()).sequence()).isEqualTo(new Sequence(2));
  }

  @Test
  default void givenNewDraft_whenRefused_thenItFailsWithTheRefusalAndNothingIsStored() {
    ChatException refusal = new ChatException(ErrorCode.CHAT_NOT_ALLOWED, "not any more");

    for (MessageDraft draft : List.of(aDraft().build(), aDraft().knownAs("new").build())) {
      assertThatThrownBy(() -> await(stores().messages().refuse(draft, refusal))).isSameAs(refusal);
    }

    assertThat(stores().receipts().unreadTotal(BOB)).isZero();
    assertThat(await(append(aDraft().knownAs("new"))).duplicate()).isFalse();
  }

  @Test
  default void givenStoredDraft_whenRefused_thenTheFirstMessageComesBack() {
    ChatException refusal = new ChatException(ErrorCode.CHAT_NOT_ALLOWED, "not any more");
    MessageDraft draft = aDraft().knownAs("once").build();

    CompletionStage<Appended> first = stores().messages().append(draft);
    CompletionStage<Appended> again = stores().messages().refuse(draft, refusal);

    assertThat(await(again).duplicate()).isTrue();
    assertThat(await(again).message()).isEqualTo(await(first).message());
    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
    MessageDraft other = aDraft().knownAs("once").saying("something else").build();
    assertThat(refusalOf(stores().messages().refuse(other, refusal)))
        .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
  }

  private CompletionStage<Appended> append(DraftBuilder draft) {
    return stores().messages().append(draft.build());
  }

  /** Appends all before it waits for any. */
  private List<Appended> appendAtOnce(Stream<MessageDraft> drafts) {
    List<CompletionStage<Appended>> stages =
        drafts.map(draft -> stores().messages().append(draft)).toList();
    return stages.stream().map(stage -> await(stage)).toList();
  }

  private static DraftBuilder numbered(int number) {
    return aDraft().saying("number " + number);
  }

  private static ConversationId conversationOf(List<Message> messages) {
    return messages.get(0).conversation();
  }

  @Test
  default void
      givenAStoredMessage_whenConflictingAndRightRepeatsComeAtOnce_thenEachIsJudgedByItself() {
    Message first = stores().send(aDraft().knownAs("once"));

    for (int round = 0; round < 20; round++) {
      var unused = append(aDraft().from(CAROL).to(DAVE).saying("keeps the store busy"));
      CompletionStage<Appended> conflicting = append(aDraft().knownAs("once").saying("other"));
      CompletionStage<Appended> right = append(aDraft().knownAs("once"));

      assertThat(refusalOf(conflicting)).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
      assertThat(await(right).message()).isEqualTo(first);
    }
  }
}
