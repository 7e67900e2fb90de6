package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.contact.AnswerRequest;
import io.parley.application.contact.Contacts;
import io.parley.application.contact.ListRequests;
import io.parley.application.contact.RequestContact;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestList;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.function.Function;

/** Asking for contact, answering that, and what was asked. */
final class ContactRequestRoutes {
  private static final int DEFAULT_REQUESTS = 20;

  private final RequestContact requestContact;
  private final AnswerRequest answerRequest;
  private final ListRequests listRequests;
  private final LaterAnswers later;

  ContactRequestRoutes(Contacts contacts, LaterAnswers later) {
    this.requestContact = contacts.requestContact();
    this.answerRequest = contacts.answerRequest();
    this.listRequests = contacts.listRequests();
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.of(LimitedAction.CONTACT).post("/request/send", this::send);
    routes.post("/request/{id}/accept", this::accept);
    routes.post("/request/{id}/reject", this::reject);
    routes.delete("/request/{id}", this::cancel);
    list(routes, "/request/pending", RequestList.PENDING, ContactRequestResponse::withSender);
    list(routes, "/request/sent", RequestList.SENT, ContactRequestResponse::withReceiver);
    list(routes, "/request/all", RequestList.ALL, ContactRequestResponse::withBoth);
  }

  private void send(Context ctx, UserId caller) {
    SendContactRequest body =
        RequestBody.read(ctx, SendContactRequest.class)
            .orElseThrow(SendContactRequest::withoutReceiver);
    UserId receiver = body.toReceiver();
    Optional<RequestMessage> message = body.toMessage();
    later.answerWith(
        ctx,
        () ->
            Answer.created(
                ChangedContactRequestResponse.of(
                    "Chat request sent", requestContact.send(caller, receiver, message))));
  }

  private void accept(Context ctx, UserId caller) {
    ContactRequestId request = PathIds.contactRequest(ctx);
    later.answer(
        ctx,
        () ->
            ChangedContactRequestResponse.of(
                "Chat request accepted", answerRequest.accept(caller, request).request()));
  }

  private void reject(Context ctx, UserId caller) {
    ContactRequestId request = PathIds.contactRequest(ctx);
    later.answer(
        ctx,
        () -> {
          ContactRequest unused = answerRequest.reject(caller, request);
          return ConfirmationResponse.of("Chat request rejected");
        });
  }

  private void cancel(Context ctx, UserId caller) {
    ContactRequestId request = PathIds.contactRequest(ctx);
    later.answer(
        ctx,
        () -> {
          ContactRequest unused = requestContact.cancel(caller, request);
          return ConfirmationResponse.of("Chat request cancelled");
        });
  }

  private void list(
      UserRoutes routes,
      String path,
      RequestList which,
      Function<ContactRequest, ContactRequestResponse> shown) {
    routes.get(
        path,
        (ctx, caller) -> {
          PageRequest request = QueryParameters.of(ctx).page(DEFAULT_REQUESTS);
          later.answer(
              ctx,
              () ->
                  DataResponse.of(
                      ContactRequestPageResponse.from(
                          listRequests.list(caller, which, request), shown)));
        });
  }
}
