package io.parley.adapter.rest;

import io.parley.domain.contact.ContactRequest;

/**
 * The body of a successful change that shows the contact request.
 *
 * @param message one sentence for a person
 * @param data the request after the change
 */
record ChangedContactRequestResponse(boolean success, String message, ContactRequestResponse data) {
  static ChangedContactRequestResponse of(String sentence, ContactRequest request) {
    return new ChangedContactRequestResponse(
        true, sentence, ContactRequestResponse.withBoth(request));
  }
}
