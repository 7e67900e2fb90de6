package io.parley.adapter.rest;

/** The body of a successful read. */
record DataResponse<T>(boolean success, T data) {
  static <T> DataResponse<T> of(T data) {
    return new DataResponse<>(true, data);
  }
}
