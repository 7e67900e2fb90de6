package io.parley.adapter.traces;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What the attributes are called: as OpenTelemetry's semantic conventions have it, if they have
 * something, else {@code chat.}; {@code docs/operations.md} lists them.
 */
final class Names {
  static final AttributeKey<String> HTTP_METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");

  /** A code of ours, such as {@code rate_limited}. */
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  static final AttributeKey<String> EVENT = AttributeKey.stringKey("chat.event");
  static final AttributeKey<Long> CONVERSATION = AttributeKey.longKey("chat.conversation.id");
  static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("chat.message.seq");
  static final AttributeKey<Boolean> DUPLICATE = AttributeKey.booleanKey("chat.message.duplicate");
  static final AttributeKey<Long> GROUP = AttributeKey.longKey("chat.commit.group.messages");

  private Names() {}
}
