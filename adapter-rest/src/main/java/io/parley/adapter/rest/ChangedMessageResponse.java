package io.parley.adapter.rest;

import io.parley.domain.message.Message;

/**
 * The body of a successful change that shows the message.
 *
 * @param message one sentence for a person
 * @param data the message after the change
 */
record ChangedMessageResponse(boolean success, String message, MessageResponse data) {
  static ChangedMessageResponse of(String sentence, Message message) {
    return new ChangedMessageResponse(true, sentence, MessageResponse.from(message));
  }
}
