package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;

/** Any body of a request. */
class RequestBodyFuzzTest {
  private static final UserId SENDER = new UserId(7);

  @DictionaryEntries({
    "\"receiverId\":",
    "\"content\":",
    "\"attachmentUrl\":\"http://",
    "\"clientMessageId\":",
    "\"upTo\":",
    "9223372036854775808",
    "1e400",
    "\\\\ud800"
  })
  @FuzzTest
  void givenAnyBody_whenRead_thenItIsRefusedOrInBounds(byte[] body) {
    try {
      MessageDraft draft = RequestBody.parse(body, SendMessageRequest.class).toDraft(SENDER);
      assertThat(draft.receiver().value()).isPositive();
      assertThat(draft.content().text()).isNotBlank().doesNotContain("\0");
    } catch (TransportException malformed) {
      assertThat(malformed.error()).isEqualTo(TransportError.MALFORMED_JSON);
    } catch (ChatException refused) {
      assertThat(refused.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.MESSAGE_TO_SELF);
    }
    try {
      RequestBody.parse(body, MarkReadRequest.class)
          .toSequence()
          .ifPresent(upTo -> assertThat(upTo.value()).isNotNegative());
    } catch (TransportException malformed) {
      assertThat(malformed.error()).isEqualTo(TransportError.MALFORMED_JSON);
    } catch (ChatException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
  }
}
