package io.parley.application.presence;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryPresenceRegistry;
import io.parley.application.TestChat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent.TypingChanged;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.presence.TypingSignal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalTypingTest {
  private static final ConnectionId TAB = new ConnectionId("tab");

  private final TestChat chat = new TestChat();
  private final ConversationId conversation = chat.given(aDraft()).conversation();

  @Test
  void givenParticipant_whenHeTypesAndStops_thenBothAreAnnouncedAsTheyAre() {
    SignalTyping signalTyping = new SignalTyping(chat.access(), chat.notifier());
    TypingSignal begins = new TypingSignal(conversation, ALICE, true, TAB);
    TypingSignal stops = new TypingSignal(conversation, ALICE, false, TAB);

    signalTyping.signal(begins);
    signalTyping.signal(stops);

    assertThat(chat.notifier().events())
        .containsExactly(
            new TypingChanged(begins, Participants.of(ALICE, BOB)),
            new TypingChanged(stops, Participants.of(ALICE, BOB)));
  }

  @Test
  void givenConnections_whenAskedWhoIsOnline_thenOnlyThoseAmongTheAskedAreNamed() {
    LocalConnections here = new LocalConnections();
    here.add(ALICE, TAB);
    here.add(CAROL, new ConnectionId("phone"));

    assertThat(new CheckOnline(here, MemoryPresenceRegistry.create()).among(Set.of(ALICE, BOB)))
        .containsExactly(ALICE);
  }
}
