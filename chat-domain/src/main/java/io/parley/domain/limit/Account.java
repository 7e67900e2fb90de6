package io.parley.domain.limit;

import io.parley.domain.user.UserId;

/**
 * What a rate limit counts by: one kind of action of one user.
 *
 * @since 0.1
 */
public record Account(LimitedAction action, UserId user) {}
