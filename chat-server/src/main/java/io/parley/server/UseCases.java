package io.parley.server;

import io.parley.adapter.rest.RestApi;
import io.parley.adapter.websocket.event.ChatSocketServer;
import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.FollowConversation;
import io.parley.application.conversation.ListConversations;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.message.SendRules;
import io.parley.application.presence.CheckOnline;
import io.parley.application.presence.SignalTyping;
import io.parley.application.presence.TrackPresence;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.application.user.FindUsers;
import io.parley.domain.port.ChatNotifier;
import io.parley.domain.port.ChatStores;
import java.util.Optional;

/** The use cases of a chat, as its transports need them. */
record UseCases(
    SendMessage sendMessage,
    DeleteMessage deleteMessage,
    ReadHistory readHistory,
    SearchMessages searchMessages,
    ListConversations listConversations,
    FollowConversation followConversation,
    MarkRead markRead,
    ListUnread listUnread,
    CatchUp catchUp,
    SignalTyping signalTyping,
    CheckOnline checkOnline,
    TrackPresence trackPresence,
    FindUsers findUsers,
    ContactParts contacts) {

  /**
   * @param notifier is told of messages; of what else happens, who is not blocked
   */
  static UseCases of(
      ChatStores stores,
      ChatNotifier notifier,
      Optional<SendRules> rules,
      ContactParts contacts,
      CheckOnline checkOnline,
      TrackPresence trackPresence,
      FindUsers findUsers) {
    var access = new ConversationAccess(stores.conversations());
    ChatNotifier unlessBlocked = contacts.notifier();
    return new UseCases(
        new SendMessage(stores.messages(), notifier, rules),
        new DeleteMessage(stores.history(), stores.messages(), unlessBlocked),
        new ReadHistory(access, stores.shownHistory()),
        new SearchMessages(access, stores.search()),
        new ListConversations(stores.shownConversations()),
        new FollowConversation(access, stores.conversations(), stores.history(), unlessBlocked),
        new MarkRead(stores.receipts(), unlessBlocked),
        new ListUnread(stores.receipts()),
        new CatchUp(stores.changes()),
        new SignalTyping(access, unlessBlocked),
        checkOnline,
        trackPresence,
        findUsers,
        contacts);
  }

  RestApi.UseCases forRest() {
    return new RestApi.UseCases(
        sendMessage,
        deleteMessage,
        readHistory,
        searchMessages,
        listConversations,
        markRead,
        listUnread,
        catchUp,
        findUsers,
        contacts.useCases());
  }

  ChatSocketServer.UseCases forSockets() {
    return new ChatSocketServer.UseCases(
        sendMessage,
        followConversation,
        markRead,
        signalTyping,
        checkOnline,
        trackPresence,
        catchUp,
        contacts.useCases());
  }
}
