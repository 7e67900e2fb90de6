package io.parley.adapter.rest;

/**
 * The body of a successful change that has nothing to show.
 *
 * @param message one sentence for a person
 */
record ConfirmationResponse(boolean success, String message) {
  static ConfirmationResponse of(String message) {
    return new ConfirmationResponse(true, message);
  }
}
