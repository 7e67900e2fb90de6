package io.parley.testkit.contract;

import io.parley.domain.port.MessageStore;

/** What {@link MessageStore} promises, in three parts. */
public interface MessageStoreContract
    extends AppendContract, ConcurrentAppendContract, DeleteContract {}
