package io.parley.application.cluster;

import io.parley.domain.conversation.Participants;
import io.parley.domain.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it is told. */
record RecordingHints(List<Participants> looks, List<Change> changes) implements Hints {
  record Change(Participants pair, Optional<MessageId> message) {}

  RecordingHints() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public void look(Participants pair) {
    looks.add(pair);
  }

  @Override
  public void changed(Participants pair, Optional<MessageId> message) {
    changes.add(new Change(pair, message));
  }
}
