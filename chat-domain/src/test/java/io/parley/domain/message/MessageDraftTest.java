package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageDraftTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);
  private static final UserId CAROL = new UserId(3);
  private static final Optional<AttachmentUrl> NO_FILE = Optional.empty();

  @Test
  void givenSenderWhoIsTheReceiver_whenDrafted_thenItIsRefused() {
    assertThatThrownBy(() -> draft(ALICE, ALICE, "Hello", NO_FILE))
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TO_SELF);
              assertThat(e.detail()).isEqualTo("Cannot send message to yourself");
            });
  }

  @Test
  void givenDraftsInBothDirections_whenAskedForParticipants_thenTheyAreTheSame() {
    assertThat(draft(ALICE, BOB, "Hello", NO_FILE).participants())
        .isEqualTo(new Participants(ALICE, BOB));
    assertThat(draft(BOB, ALICE, "Hello", NO_FILE).participants())
        .isEqualTo(new Participants(ALICE, BOB));
  }

  @Test
  void givenMessage_whenTheSameIsDrafted_thenItIsARepeat() {
    Optional<AttachmentUrl> file = Optional.of(new AttachmentUrl("https://a.example/"));

    assertThat(draft(ALICE, BOB, "Hello", NO_FILE).isRepeatOf(message("Hello", NO_FILE))).isTrue();
    assertThat(draft(ALICE, BOB, "Hello", file).isRepeatOf(message("Hello", file))).isTrue();
  }

  @Test
  void givenMessage_whenAnotherIsDrafted_thenItIsNoRepeat() {
    Message message = message("Hello", NO_FILE);
    Optional<AttachmentUrl> file = Optional.of(new AttachmentUrl("https://a.example/"));

    assertThat(draft(ALICE, CAROL, "Hello", NO_FILE).isRepeatOf(message)).isFalse();
    assertThat(draft(ALICE, BOB, "hello", NO_FILE).isRepeatOf(message)).isFalse();
    assertThat(draft(ALICE, BOB, "Hello", file).isRepeatOf(message)).isFalse();
  }

  private static MessageDraft draft(
      UserId sender, UserId receiver, String text, Optional<AttachmentUrl> attachment) {
    return new MessageDraft(
        sender,
        receiver,
        Optional.empty(),
        new MessageContent(text),
        attachment,
        Optional.of(new ClientMessageId("c")));
  }

  private static Message message(String text, Optional<AttachmentUrl> attachment) {
    return new Message(
        new MessageId(1),
        new ConversationId(1),
        new Sequence(1),
        User.unknown(ALICE),
        User.unknown(BOB),
        new MessageContent(text),
        attachment,
        Optional.of(new ClientMessageId("c")),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.of(new MessageFlag("noted")));
  }
}
