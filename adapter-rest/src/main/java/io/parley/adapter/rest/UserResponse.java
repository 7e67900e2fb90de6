package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.domain.user.User;
import org.jspecify.annotations.Nullable;

/** {@code User} on the wire. */
record UserResponse(
    long id,
    String name,
    String username,
    @JsonProperty("profile_name") String profileName,
    @JsonProperty("profile_photo") @Nullable String profilePhoto) {

  static UserResponse from(User user) {
    return new UserResponse(
        user.id().value(),
        user.name(),
        user.username(),
        user.profileName(),
        user.profilePhoto().orElse(null));
  }
}
