package io.parley.application.contact;

/**
 * All that users do with each other's requests and blocks, where that is offered.
 *
 * @since 0.1
 */
public record Contacts(
    RequestContact requestContact,
    AnswerRequest answerRequest,
    ListRequests listRequests,
    BlockUser blockUser) {}
