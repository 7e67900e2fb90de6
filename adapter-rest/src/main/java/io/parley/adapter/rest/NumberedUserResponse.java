package io.parley.adapter.rest;

import io.parley.application.user.FindUsers.NumberedUser;

/**
 * A user as the chat and as the host calls him.
 *
 * @param id what the chat calls him
 * @param key what the host calls him; the digits of the id if that is a number
 */
record NumberedUserResponse(long id, String key) {
  static NumberedUserResponse from(NumberedUser user) {
    return new NumberedUserResponse(user.id().value(), user.key().text());
  }
}
