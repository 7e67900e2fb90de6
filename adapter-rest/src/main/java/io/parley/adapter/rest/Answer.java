package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * A status and what is to become the JSON body.
 *
 * @param body a wire record
 */
record Answer(HttpStatus status, Object body) {
  static Answer ok(Object body) {
    return new Answer(HttpStatus.OK, body);
  }

  static Answer created(Object body) {
    return new Answer(HttpStatus.CREATED, body);
  }

  void writeTo(Context ctx) {
    ctx.status(status).contentType(Json.CONTENT_TYPE).result(Json.bytes(body));
  }
}
