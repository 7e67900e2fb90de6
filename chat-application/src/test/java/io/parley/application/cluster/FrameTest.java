package io.parley.application.cluster;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.application.TestChat;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.event.ChatEvent.ContactRequestAccepted;
import io.parley.domain.event.ChatEvent.ContactRequestReceived;
import io.parley.domain.event.ChatEvent.ContactRequestSent;
import io.parley.domain.event.ChatEvent.ConversationUpdated;
import io.parley.domain.event.ChatEvent.FollowingChanged;
import io.parley.domain.event.ChatEvent.MessageDeleted;
import io.parley.domain.event.ChatEvent.MessageRestored;
import io.parley.domain.event.ChatEvent.MessageSent;
import io.parley.domain.event.ChatEvent.MessagesRead;
import io.parley.domain.event.ChatEvent.PresenceChanged;
import io.parley.domain.event.ChatEvent.TypingChanged;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.FollowSignal;
import io.parley.domain.presence.PresenceChange;
import io.parley.domain.presence.TypingSignal;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.testkit.fixture.RecordingNotifier;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final Participants PAIR = Participants.of(ALICE, BOB);
  private static final ConversationId CONVERSATION = new ConversationId(7);
  private static final Instant AT = Instant.parse("2026-02-03T04:05:06.789012Z");

  private final TestChat chat = new TestChat();
  private final Message plain = chat.given(aDraft().saying("Grüße, 世界 😀 \"<&\n"));

  private List<ChatEvent> all() {
    return List.of(
        new MessageSent(plain),
        new MessageSent(rich()),
        new MessageDeleted(rich()),
        new MessageRestored(plain),
        new MessagesRead(new ReadReceipt(CONVERSATION, ALICE, BOB, new Sequence(9), AT)),
        new ConversationUpdated(state(Optional.of("last"), Optional.of(AT))),
        new ConversationUpdated(state(Optional.empty(), Optional.empty())),
        new FollowingChanged(
            new FollowSignal(CONVERSATION, BOB, true, new ConnectionId("tab")), PAIR),
        new TypingChanged(
            new TypingSignal(CONVERSATION, ALICE, false, new ConnectionId("tab")), PAIR),
        new PresenceChanged(new PresenceChange(CAROL, true, AT, Set.of(ALICE, BOB))),
        new ContactRequestSent(request(Optional.empty())),
        new ContactRequestReceived(request(Optional.of(new RequestMessage("Grüße 😀")))),
        new ContactRequestAccepted(request(Optional.empty()), CONVERSATION));
  }

  private ContactRequest request(Optional<RequestMessage> message) {
    return new ContactRequest(
        new ContactRequestId(51),
        plain.sender(),
        plain.receiver(),
        RequestStatus.CANCELLED,
        message,
        AT,
        AT.plusNanos(1));
  }

  private Message rich() {
    return new Message(
        plain.id(),
        CONVERSATION,
        new Sequence(Long.MAX_VALUE),
        plain.sender(),
        plain.receiver(),
        plain.content(),
        Optional.of(new AttachmentUrl("https://cdn.example/a.png")),
        Optional.of(new ClientMessageId("01J")),
        Optional.of(AT),
        Optional.of(AT.plusNanos(1)),
        AT,
        AT.plusSeconds(1),
        Optional.of(new MessageFlag("spam.suspected")));
  }

  private static ConversationState state(Optional<String> last, Optional<Instant> at) {
    return new ConversationState(CONVERSATION, PAIR, last, at, new Sequence(3), 1, 2, 4);
  }

  private static byte[] frame(List<ChatEvent> events) {
    FrameWriter writer = new FrameWriter();
    events.forEach(event -> event.accept(writer));
    return writer.frame(-5, 6);
  }

  private static List<ChatEvent> read(byte[] frame) {
    RecordingNotifier events = new RecordingNotifier();
    RecordingHints hints = new RecordingHints();
    new FrameReader(frame).read(events, hints);
    assertThat(hints).isEqualTo(new RecordingHints());
    return events.events();
  }

  @Test
  void givenDraftOfUnknownOutcome_whenItCrosses_thenItArrivesAsItWas() {
    MessageDraft draft = aDraft().knownAs("01J").saying("maybe").build();
    FrameWriter writer = new FrameWriter();
    writer.uncertain(draft);
    RecordingNotifier events = new RecordingNotifier();

    new FrameReader(writer.frame(1, 1)).read(events, new RecordingHints());

    assertThat(events.uncertain()).containsExactly(draft);
  }

  @Test
  void givenEventsOfEveryKind_whenTheyCross_thenTheyArriveAsTheyWere() {
    byte[] frame = frame(all());

    assertThat(read(frame)).isEqualTo(all());
    assertThat(new FrameReader(frame).origin()).isEqualTo(-5);
    assertThat(new FrameReader(frame).number()).isEqualTo(6);
  }

  @Test
  void givenAWordToLook_whenItCrosses_thenThePairArrives() {
    FrameWriter writer = new FrameWriter();
    writer.look(PAIR);
    RecordingHints hints = new RecordingHints();

    new FrameReader(writer.frame(1, 1)).read(new RecordingNotifier(), hints);

    assertThat(hints.looks()).containsExactly(PAIR);
    assertThat(hints.changes()).isEmpty();
  }

  @Test
  void givenAWordOfAChange_whenItCrosses_thenItArrivesAsItWas() {
    FrameWriter writer = new FrameWriter();
    writer.changed(PAIR, Optional.of(plain.id()));
    writer.changed(PAIR, Optional.empty());
    RecordingHints hints = new RecordingHints();

    new FrameReader(writer.frame(1, 1)).read(new RecordingNotifier(), hints);

    assertThat(hints.changes())
        .containsExactly(
            new RecordingHints.Change(PAIR, Optional.of(plain.id())),
            new RecordingHints.Change(PAIR, Optional.empty()));
    assertThat(hints.looks()).isEmpty();
  }

  @Test
  void givenEntryOfALaterVersion_whenRead_thenWhatIsKnownOfItAndTheRestArrives() {
    FrameWriter writer = new FrameWriter();
    new MessageRestored(plain).accept(writer);
    byte[] known = writer.frame(1, 1);
    ByteBuffer later = ByteBuffer.allocate(2 * known.length + 20);
    later.put(known);
    int lengthAt = FrameWriter.HEADER_BYTES;
    later.putInt(lengthAt, later.getInt(lengthAt) + 3).put(new byte[] {1, 2, 3}); // more members
    later.putInt(2).put((byte) 99).put(new byte[] {4, 5}); // another kind
    later.put(known, lengthAt, known.length - lengthAt);

    assertThat(read(Arrays.copyOf(later.array(), later.position())))
        .containsExactly(new MessageRestored(plain), new MessageRestored(plain));
  }

  @Test
  void givenMessageOfAnEarlierVersion_whenRead_thenItHasNoFlag() {
    FrameWriter writer = new FrameWriter();
    new MessageSent(plain).accept(writer);
    byte[] now = writer.frame(1, 1);
    byte[] earlier = Arrays.copyOf(now, now.length - 1); // where it says that there is none
    int lengthAt = FrameWriter.HEADER_BYTES;
    ByteBuffer.wrap(earlier).putInt(lengthAt, ByteBuffer.wrap(now).getInt(lengthAt) - 1);

    assertThat(read(earlier)).containsExactly(new MessageSent(plain));
  }

  @Test
  void givenAnotherVersion_whenRead_thenItIsRefused() {
    byte[] frame = frame(all());
    frame[0] = 2;

    assertThatThrownBy(() -> new FrameReader(frame)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FrameReader(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenDamagedFrames_whenRead_thenEachIsReadOrRefused() {
    byte[] whole = frame(all());
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      int header = FrameWriter.HEADER_BYTES;
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(header + 1, whole.length + 1));
      damaged[random.nextInt(header, damaged.length)] = (byte) random.nextInt();
      try {
        new FrameReader(damaged).read(new RecordingNotifier(), new RecordingHints());
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching(".+");
      }
    }
  }
}
