package io.parley.server;

import io.javalin.config.JavalinState;
import io.javalin.plugin.Plugin;
import org.eclipse.jetty.server.Handler;

/** Puts a chat in front of the routes of a Javalin application, none of which it changes. */
final class ChatPlugin extends Plugin<Void> {
  private final Handler.Wrapper chat;

  ChatPlugin(Handler.Wrapper chat) {
    this.chat = chat;
  }

  @Override
  public void onInitialize(JavalinState state) {
    state.jetty.modifyServer(server -> server.insertHandler(chat));
  }

  /** An application may have several chats. */
  @Override
  public boolean repeatable() {
    return true;
  }
}
