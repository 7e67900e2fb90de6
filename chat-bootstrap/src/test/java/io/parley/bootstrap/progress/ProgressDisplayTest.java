package io.parley.bootstrap.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();
  private long now = Long.MAX_VALUE - 1; // nanoTime may begin anywhere, and wrap

  private ProgressDisplay lines() {
    return new ProgressDisplay(Lines.on(new PrintWriter(text, true), () -> now));
  }

  private void pass(Duration duration) {
    now += duration.toNanos();
  }

  @Test
  void givenLines_whenWorkGetsOn_thenTheySayRateAndTimeLeftNowAndThen() {
    try (ProgressDisplay display = lines()) {
      display.begins("Reading messages", 1_000_000, 0);
      pass(Duration.ofSeconds(2));
      display.advances(40_000);
      pass(Duration.ofSeconds(3));
      display.advances(60_000);
      pass(Duration.ofSeconds(45));
      display.advances(900_000);
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "Reading messages: 0 of 1000000",
            "Reading messages: 100000 of 1000000, 20000/s, 45 s left",
            "Reading messages: 1000000 of 1000000, 20000/s");
  }

  @Test
  void givenWorkThatWasDoneBefore_whenItGoesOn_thenTheRateIsThatOfThisRun() {
    try (ProgressDisplay display = lines()) {
      display.begins("Storing messages", 1_000, 900);
      pass(Duration.ofSeconds(10));
      display.advances(10);
    }

    assertThat(text.toString())
        .contains("Storing messages: 900 of 1000")
        .contains("Storing messages: 910 of 1000, 1/s, 1 min 30 s left");
  }

  @Test
  void givenPartThatCannotBeCounted_whenItBegins_thenItIsNamed() {
    try (ProgressDisplay display = lines()) {
      display.begins("Counting", 0, 0);
    }

    assertThat(text.toString().lines()).containsExactly("Counting");
  }

  @Test
  void givenBar_whenWorkGetsOn_thenItShowsHowFar() {
    var bytes = new ByteArrayOutputStream();
    var display = new ProgressDisplay(Bar.on(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

    display.begins("Reading", 100, 0);
    display.advances(100);
    display.close();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("Reading 100%", "100/100");
  }
}
