package io.parley.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.conversation.Participants;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.testkit.fixture.RecordingNotifier;
import java.util.ArrayList;
import java.util.List;

/** Anything at all on the channel between the nodes. */
class FrameReaderFuzzTest {
  /** What a frame says. */
  private record Said(
      List<ChatEvent> events, List<MessageDraft> uncertain, List<Participants> looks) {}

  @FuzzTest
  void givenAnyFrame_whenRead_thenItIsDamagedOrCanBeWrittenAgain(byte[] frame) {
    Said said;
    try {
      said = read(frame);
    } catch (IllegalArgumentException damaged) {
      return;
    }
    FrameWriter writer = new FrameWriter();
    said.events().forEach(event -> event.accept(writer));
    said.uncertain().forEach(writer::uncertain);
    said.looks().forEach(writer::look);

    assertThat(read(writer.frame(1, 1))).isEqualTo(said);
  }

  private static Said read(byte[] frame) {
    RecordingNotifier notifier = new RecordingNotifier();
    List<Participants> looks = new ArrayList<>();
    new FrameReader(frame).read(notifier, looks::add);
    return new Said(notifier.events(), notifier.uncertain(), looks);
  }
}
