package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.message.MessageId;
import java.util.Optional;

/** Gets what other nodes say of the store because they cannot tell it: it would be too large. */
interface Hints {
  /** A conversation may have messages that nobody here has been told of. */
  void look(Participants pair);

  /**
   * A conversation is not as it was.
   *
   * @param message one that was deleted or restored, if that is why
   */
  void changed(Participants pair, Optional<MessageId> message);
}
