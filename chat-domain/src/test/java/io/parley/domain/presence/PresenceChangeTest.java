package io.parley.domain.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceChangeTest {
  @Test
  void givenAudience_whenTheSetChangesLater_thenTheAudienceDoesNot() {
    Set<UserId> audience = new HashSet<>(Set.of(new UserId(2)));
    PresenceChange change = new PresenceChange(new UserId(1), true, Instant.EPOCH, audience);

    audience.add(new UserId(3));

    assertThat(change.audience()).containsExactly(new UserId(2));
  }
}
