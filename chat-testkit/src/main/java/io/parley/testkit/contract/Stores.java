package io.parley.testkit.contract;

import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;

/** The stores of one adapter over the same data. */
public record Stores(
    MessageStore messages,
    MessageHistory history,
    ConversationStore conversations,
    ReadReceiptStore receipts,
    UserDirectory users) {}
