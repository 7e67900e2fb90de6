package io.parley.adapter.rest;

import io.javalin.http.Handler;
import io.parley.application.user.NumberKeys;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.RateLimiter;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserKeyForm;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a test replaces in a server; null keeps what works. */
final class Parts {
  @Nullable Executor blocking;
  @Nullable ConversationStore conversations;
  @Nullable MessageStore messages;

  RestApi.@Nullable Operations operations;

  Optional<AdminAccess> admin = Optional.empty();
  RateLimiter limiter = RateLimiter.unlimited();
  TokenVerifier tokens = new FakeTokens();
  UserKeyForm form = UserKeyForm.NUMBER;
  UserKeys keys = new NumberKeys();
  Handler after = ctx -> {};

  Parts limiter(RateLimiter other) {
    this.limiter = other;
    return this;
  }

  Parts tokens(TokenVerifier other) {
    this.tokens = other;
    return this;
  }

  Parts keys(UserKeyForm otherForm, UserKeys other) {
    this.form = otherForm;
    this.keys = other;
    return this;
  }

  Parts operations(RestApi.Operations other) {
    this.operations = other;
    return this;
  }

  Parts admin(AdminAccess access) {
    this.admin = Optional.of(access);
    return this;
  }

  Parts blocking(Executor executor) {
    this.blocking = executor;
    return this;
  }

  Parts conversations(ConversationStore store) {
    this.conversations = store;
    return this;
  }

  /** Comes after every request, before its answer is written. */
  Parts after(Handler handler) {
    this.after = handler;
    return this;
  }

  Parts messages(MessageStore store) {
    this.messages = store;
    return this;
  }
}
