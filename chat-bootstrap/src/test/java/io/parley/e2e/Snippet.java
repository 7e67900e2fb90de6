package io.parley.e2e;

import java.util.Optional;

/**
 * A fenced block of a document.
 *
 * @param place document and line, such as {@code README.md:32}
 * @param language the word after the fence; empty if there is none
 * @param notRun why it is only to be read
 * @param file what the reader saves it as
 * @param given code that it needs and a reader need not see
 * @param from the file of this project that it shows a part of, but for the indentation
 */
record Snippet(
    String place,
    String language,
    String text,
    Optional<String> notRun,
    Optional<String> file,
    Optional<String> given,
    Optional<String> from) {

  /** The first error that a document's author has to mend. */
  AssertionError wrong(String problem) {
    return new AssertionError(place + ": " + problem + "\n\n" + text.indent(4));
  }

  @Override
  public String toString() {
    return place;
  }
}
