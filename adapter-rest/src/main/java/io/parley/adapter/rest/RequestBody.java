package io.parley.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/**
 * Reads JSON objects of at most {@value #MAX_BYTES} bytes: enough for the longest message, whatever
 * way its characters are escaped.
 */
final class RequestBody {
  static final int MAX_BYTES = 163_840;

  private RequestBody() {}

  /**
   * Reads the body, whether its length was declared or not.
   *
   * @param type a record that takes the object's members as {@link JsonNode}s
   * @return empty if there is no body
   * @throws TransportException if the body is too large, not declared as JSON, or not JSON
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if it is JSON, but no object
   */
  static <T> Optional<T> read(Context ctx, Class<T> type) {
    byte[] body = bytes(ctx);
    if (body.length == 0) {
      return Optional.empty();
    }
    if (!JsonMediaType.isDeclared(ctx)) {
      throw new TransportException(TransportError.UNSUPPORTED_MEDIA_TYPE);
    }
    return Optional.of(parse(body, type));
  }

  private static byte[] bytes(Context ctx) {
    if (ctx.req().getContentLengthLong() > MAX_BYTES) {
      throw new TransportException(TransportError.BODY_TOO_LARGE);
    }
    byte[] body = readAtMostOneTooMany(ctx);
    if (body.length > MAX_BYTES) {
      throw new TransportException(TransportError.BODY_TOO_LARGE);
    }
    return body;
  }

  private static byte[] readAtMostOneTooMany(Context ctx) {
    try {
      // a bound close to the length saves most of the buffer
      long declared = ctx.req().getContentLengthLong();
      return ctx.bodyInputStream().readNBytes(declared < 0 ? MAX_BYTES + 1 : (int) declared);
    } catch (IOException e) {
      boolean late = e.getCause() instanceof TimeoutException;
      throw new TransportException(
          late ? TransportError.REQUEST_TIMEOUT : TransportError.MALFORMED_REQUEST, e);
    } catch (RuntimeException e) {
      throw e instanceof HttpException http
          ? new TransportException(TransportError.ofStatus(http.getCode()), e)
          : e;
    }
  }

  /**
   * Reads a body that is there.
   *
   * @throws TransportException {@link TransportError#MALFORMED_JSON}
   * @throws ChatException {@link ErrorCode#INVALID_REQUEST} if it is JSON, but no object
   */
  static <T> T parse(byte[] body, Class<T> type) {
    try {
      // decoded here, as Jackson would guess the encoding and let lone surrogates through
      JsonNode value =
          Json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
      if (value.isMissingNode()) {
        throw new TransportException(TransportError.MALFORMED_JSON);
      }
      if (!value.isObject()) {
        throw new ChatException(ErrorCode.INVALID_REQUEST, "The body must be a JSON object");
      }
      return Json.bind(value, type);
    } catch (CharacterCodingException | JsonProcessingException e) {
      throw new TransportException(TransportError.MALFORMED_JSON, e);
    }
  }
}
