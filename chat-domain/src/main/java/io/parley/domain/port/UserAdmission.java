package io.parley.domain.port;

import io.parley.domain.user.Bearer;
import io.parley.domain.user.UserId;
import java.util.concurrent.CompletionStage;

/**
 * Says which user a valid token stands for. Thread-safe.
 *
 * @since 0.1
 */
public interface UserAdmission {
  /**
   * Finds the user, without blocking the caller. Complete when it is returned, unless the user is
   * new here or the token says something new of him.
   *
   * @return fails with {@link io.parley.domain.error.StoreUnavailableException} if it cannot be
   *     looked up now; the same token may be shown again
   */
  CompletionStage<UserId> admit(Bearer bearer);
}
