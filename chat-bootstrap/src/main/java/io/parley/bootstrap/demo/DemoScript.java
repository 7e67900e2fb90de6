package io.parley.bootstrap.demo;

import java.util.List;

/**
 * What the demo users have said to each other.
 *
 * @param first the id of one of the two
 * @param second the id of the other
 * @param lines in the order in which they were said
 * @param unread how many of the last lines their receiver has not read yet
 */
record DemoScript(long first, long second, List<Line> lines, int unread) {
  /** One message, of the first or of the second of the two. */
  record Line(boolean byFirst, String text) {}

  static final List<DemoScript> ALL =
      List.of(
          new DemoScript(
              1,
              2,
              List.of(
                  first("Hi Jonas, did the new office keys arrive?"),
                  second("Yes, this morning. Yours is in the top drawer."),
                  first("Great, thank you!"),
                  second("There is also a parcel for you."),
                  first("From whom?"),
                  second("No sender on it. It is quite heavy, though."),
                  second("Shall I open it?")),
              2),
          new DemoScript(
              1,
              3,
              List.of(
                  second("Lunch on Thursday? There is a new ramen place around the corner."),
                  first("ラーメン! Count me in 🍜"),
                  second("12:30, I will book a table.")),
              0),
          new DemoScript(
              2,
              4,
              List.of(
                  first("Rafael, can you look at the figures before the call at four?"),
                  second("On it."),
                  second("Page 3 has last year's totals. I will send a corrected version."),
                  first("Good catch.")),
              1),
          new DemoScript(
              1,
              5,
              List.of(
                  second("Toplantı saat kaçta?"),
                  first("15:00, as always. Room İstanbul."),
                  second("Teşekkürler, görüşürüz!")),
              1),
          new DemoScript(
              3,
              6,
              List.of(
                  first("Oliver, the slides are in the shared folder."),
                  second("Got them. I would drop the second chart, it says the same as the first."),
                  first("Agreed, it is gone."),
                  first("Anything else?"),
                  first("Otherwise I send them out at noon.")),
              2),
          new DemoScript(5, 6, List.of(first("Welcome to the team, Oliver!")), 1));

  private static Line first(String text) {
    return new Line(true, text);
  }

  private static Line second(String text) {
    return new Line(false, text);
  }
}
