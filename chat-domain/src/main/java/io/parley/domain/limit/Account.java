package io.parley.domain.limit;

import io.parley.domain.user.UserId;

/**
 * What one user may do of one thing.
 *
 * @since 0.1
 */
public record Account(LimitedAction action, UserId user) {}
