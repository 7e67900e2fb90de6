package io.parley.adapter.postgres;

import io.parley.domain.message.ClientMessageId;
import io.parley.domain.user.UserId;

/** A sender's own name for a message; unique for ever. */
record DraftKey(UserId sender, ClientMessageId id) {}
