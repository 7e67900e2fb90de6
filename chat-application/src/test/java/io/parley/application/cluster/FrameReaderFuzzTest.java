package io.parley.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.event.ChatEvent;
import io.parley.domain.message.MessageDraft;
import io.parley.testkit.fixture.RecordingNotifier;
import java.util.List;

/** Anything at all on the channel between the nodes. */
class FrameReaderFuzzTest {
  /** What a frame says. */
  private record Said(List<ChatEvent> events, List<MessageDraft> uncertain, RecordingHints hints) {}

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
    said.hints().looks().forEach(writer::look);
    said.hints().changes().forEach(change -> writer.changed(change.pair(), change.message()));

    assertThat(read(writer.frame(1, 1))).isEqualTo(said);
  }

  private static Said read(byte[] frame) {
    RecordingNotifier notifier = new RecordingNotifier();
    RecordingHints hints = new RecordingHints();
    new FrameReader(frame).read(notifier, hints);
    return new Said(notifier.events(), notifier.uncertain(), hints);
  }
}
