package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * How a question ended, over whatever path it went.
 *
 * @param data of the answer; missing if there is none
 * @param code of a refusal; else empty
 * @param text of a refusal, for a person; else empty
 */
record Reply(Outcome outcome, JsonNode data, String code, String text) {
  enum Outcome {
    OK,
    /** It was refused, and may be repeated as it is. */
    REFUSED_FOR_NOW,
    REFUSED,
    /** There was no answer; what happened is not known. */
    LOST
  }

  static final Reply LOST = new Reply(Outcome.LOST, MissingNode.getInstance(), "", "");

  static Reply ok(JsonNode data) {
    return new Reply(Outcome.OK, data, "", "");
  }

  static Reply refused(boolean retryable, String code, String text) {
    return new Reply(
        retryable ? Outcome.REFUSED_FOR_NOW : Outcome.REFUSED,
        MissingNode.getInstance(),
        code,
        text);
  }

  /** Reads the acknowledgement of an event: {@code [{ok, data}]} or {@code [{ok, error}]}. */
  static Reply ofAck(JsonNode arguments) {
    JsonNode answer = arguments.path(0);
    JsonNode error = answer.path("error");
    return answer.path("ok").asBoolean()
        ? ok(answer.path("data"))
        : refused(
            error.path("retryable").asBoolean(),
            error.path("code").asText(),
            error.path("message").asText());
  }

  /** Reads the body of a response. */
  static Reply ofResponse(int status, JsonNode body) {
    if (status < 300) {
      return ok(body.path("data"));
    }
    boolean retryable = status == 503 || status == 429 || status == 502 || status == 504;
    return refused(
        retryable, body.path("code").asText(), status + " " + body.path("error").asText());
  }

  boolean isOk() {
    return outcome == Outcome.OK;
  }

  boolean isRefusedForGood() {
    return outcome == Outcome.REFUSED;
  }
}
