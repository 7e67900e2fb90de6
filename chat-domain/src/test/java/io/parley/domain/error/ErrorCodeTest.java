package io.parley.domain.error;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** The build runs this under a Turkish locale, where a careless lower case I has no dot. */
  @Test
  void givenCodes_whenNamedOnTheWire_thenTheNamesAreThoseThatClientsKnow() {
    Map<ErrorCode, String> names =
        Arrays.stream(ErrorCode.values()).collect(toMap(Function.identity(), ErrorCode::wireName));

    assertThat(names)
        .isEqualTo(
            Map.ofEntries(
                Map.entry(ErrorCode.INVALID_REQUEST, "invalid_request"),
                Map.entry(ErrorCode.NO_TOKEN, "no_token"),
                Map.entry(ErrorCode.INVALID_TOKEN, "invalid_token"),
                Map.entry(ErrorCode.TOKEN_EXPIRED, "token_expired"),
                Map.entry(ErrorCode.TOKEN_REVOKED, "token_revoked"),
                Map.entry(ErrorCode.MESSAGE_TO_SELF, "message_to_self"),
                Map.entry(ErrorCode.RECEIVER_NOT_FOUND, "receiver_not_found"),
                Map.entry(ErrorCode.SENDER_NOT_FOUND, "sender_not_found"),
                Map.entry(ErrorCode.CONVERSATION_NOT_FOUND, "conversation_not_found"),
                Map.entry(ErrorCode.MESSAGE_NOT_FOUND, "message_not_found"),
                Map.entry(ErrorCode.NOT_THE_AUTHOR, "not_the_author"),
                Map.entry(ErrorCode.CHAT_NOT_ALLOWED, "chat_not_allowed"),
                Map.entry(ErrorCode.MESSAGE_REFUSED, "message_refused"),
                Map.entry(ErrorCode.REQUEST_NOT_FOUND, "request_not_found"),
                Map.entry(ErrorCode.NOT_YOUR_REQUEST, "not_your_request"),
                Map.entry(ErrorCode.REQUEST_ANSWERED, "request_answered"),
                Map.entry(ErrorCode.REQUEST_PENDING, "request_pending"),
                Map.entry(ErrorCode.ALREADY_IN_CONTACT, "already_in_contact"),
                Map.entry(ErrorCode.USER_NOT_FOUND, "user_not_found"),
                Map.entry(ErrorCode.IDEMPOTENCY_CONFLICT, "idempotency_conflict"),
                Map.entry(ErrorCode.RATE_LIMITED, "rate_limited"),
                Map.entry(ErrorCode.TOO_MANY, "too_many"),
                Map.entry(ErrorCode.RESYNC_REQUIRED, "resync_required"),
                Map.entry(ErrorCode.STORE_UNAVAILABLE, "store_unavailable")));
  }

  @Test
  void givenCodes_whenAskedWhetherToRetry_thenOnlyWhatPassesSaysYes() {
    assertThat(ErrorCode.values())
        .filteredOn(ErrorCode::retryable)
        .containsExactly(ErrorCode.RATE_LIMITED, ErrorCode.STORE_UNAVAILABLE);
  }

  @Test
  void givenExceptions_whenAsked_thenTheyCarryCodeAndDetail() {
    ChatException invalid = new InvalidValueException("content", "must be short");
    ChatException unavailable =
        new StoreUnavailableException("no answer", new IllegalStateException("driver"));

    assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(invalid.detail()).isEqualTo("content must be short");
    assertThat(unavailable.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(unavailable.detail()).isEqualTo("no answer");
    assertThat(unavailable).hasRootCauseMessage("driver");
  }

  @Test
  void givenFailureOfAStage_whenUnwrapped_thenItIsTheFailureItself() {
    ChatException failure = new StoreUnavailableException("no answer");
    CompletionException bare = new CompletionException("without a cause", null);

    assertThat(ChatException.unwrap(failure)).isSameAs(failure);
    assertThat(ChatException.unwrap(new CompletionException(failure))).isSameAs(failure);
    assertThat(ChatException.unwrap(new CompletionException(new CompletionException(failure))))
        .isSameAs(failure);
    assertThat(ChatException.unwrap(bare)).isSameAs(bare);
  }
}
