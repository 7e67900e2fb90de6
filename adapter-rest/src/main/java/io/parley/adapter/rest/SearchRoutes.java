package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.message.SearchMessages;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;

/** Search in one conversation or in all of the caller's. */
final class SearchRoutes {
  private static final int DEFAULT_RESULTS = 20;

  private final SearchMessages searchMessages;
  private final LaterAnswers later;

  SearchRoutes(SearchMessages searchMessages, LaterAnswers later) {
    this.searchMessages = searchMessages;
    this.later = later;
  }

  void register(UserRoutes routes) {
    UserRoutes searches = routes.of(LimitedAction.SEARCH);
    searches.get("/conversations/{id}/search", this::inConversation);
    searches.get("/search", this::everywhere);
  }

  private void inConversation(Context ctx, UserId caller) {
    ConversationId conversation = PathIds.conversation(ctx);
    QueryParameters query = QueryParameters.of(ctx);
    SearchText text = query.searchText();
    PageRequest request = query.page(DEFAULT_RESULTS);
    later.answer(
        ctx,
        () ->
            DataResponse.of(
                MessagePageResponse.from(
                    searchMessages.inConversation(caller, conversation, text, request))));
  }

  private void everywhere(Context ctx, UserId caller) {
    QueryParameters query = QueryParameters.of(ctx);
    SearchText text = query.searchText();
    PageRequest request = query.page(DEFAULT_RESULTS);
    later.answer(
        ctx,
        () ->
            DataResponse.of(
                MessagePageResponse.from(searchMessages.everywhere(caller, text, request))));
  }
}
