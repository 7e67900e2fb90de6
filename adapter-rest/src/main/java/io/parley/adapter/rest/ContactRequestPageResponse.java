package io.parley.adapter.rest;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.page.Page;
import java.util.List;
import java.util.function.Function;

/**
 * A page of contact requests.
 *
 * @param page from 1
 * @param totalPages 0 when there is nothing
 */
record ContactRequestPageResponse(
    List<ContactRequestResponse> requests, long total, long page, long totalPages) {

  static ContactRequestPageResponse from(
      Page<ContactRequest> page, Function<ContactRequest, ContactRequestResponse> shown) {
    return new ContactRequestPageResponse(
        page.items().stream().map(shown).toList(), page.total(), page.page(), page.totalPages());
  }
}
