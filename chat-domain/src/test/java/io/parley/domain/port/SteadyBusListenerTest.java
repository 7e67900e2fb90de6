package io.parley.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyBusListenerTest {
  private static final byte[] GOOD = {1};
  private static final byte[] BAD = {0};

  private final Recording heard = new Recording();
  private final SteadyBusListener listener = new SteadyBusListener(heard);

  /** Says what it hears, and fails at bad frames and, if told so, at news. */
  private static final class Recording implements ClusterBus.Listener {
    private final List<String> calls = new ArrayList<>();
    private boolean failsAtNews;

    @Override
    public void received(byte[] frame) {
      if (frame[0] == 0) {
        throw new AssertionError("planted");
      }
      calls.add("received");
    }

    @Override
    public void interrupted(String reason) {
      calls.add("interrupted");
      failIfTold();
    }

    @Override
    public void restored() {
      calls.add("restored");
      failIfTold();
    }

    @Override
    public void missed(Duration time) {
      calls.add("missed " + time.toSeconds());
      failIfTold();
    }

    private void failIfTold() {
      if (failsAtNews) {
        throw new IllegalStateException("planted");
      }
    }
  }

  @Test
  void givenFrameThatCannotBeTaken_whenABeatPassesWithoutAnother_thenTheBusIsRestored() {
    listener.received(BAD);
    listener.received(GOOD);

    listener.settle();
    assertThat(heard.calls).containsExactly("interrupted", "received");

    listener.settle();
    assertThat(heard.calls).containsExactly("interrupted", "received", "restored");
  }

  @Test
  void givenListenerThatFailsInEveryBeat_whenItGoesOn_thenItIsOneInterruption() {
    for (int beat = 0; beat < 10; beat++) {
      listener.received(BAD);
      listener.received(BAD);
      listener.settle();
    }

    assertThat(heard.calls).containsExactly("interrupted");
  }

  @Test
  void givenLostConnection_whenItBeatsBeforeItIsBack_thenNothingIsSaidToBeRestored() {
    listener.received(BAD);
    listener.interrupted("planted");

    listener.settle();
    listener.settle();

    assertThat(heard.calls).containsExactly("interrupted", "interrupted");
  }

  @Test
  void givenLossOfAnotherNode_whenItCannotBeTaken_thenItIsAnInterruption() {
    listener.missed(Duration.ofSeconds(3));
    heard.failsAtNews = true;
    listener.missed(Duration.ofSeconds(4));
    heard.failsAtNews = false;

    listener.settle();
    listener.settle();

    assertThat(heard.calls).containsExactly("missed 3", "missed 4", "interrupted", "restored");
  }

  @Test
  void givenNewsThatCannotBeTaken_whenItBeats_thenItIsToldAgain() {
    heard.failsAtNews = true;
    listener.interrupted("planted");
    listener.restored();
    heard.failsAtNews = false;

    listener.settle();
    listener.settle();

    assertThat(heard.calls).containsExactly("interrupted", "restored", "restored");
  }
}
