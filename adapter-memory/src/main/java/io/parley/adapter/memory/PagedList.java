package io.parley.adapter.memory;

import io.parley.domain.page.PageRequest;
import java.util.List;

/** Cuts pages out of lists. */
final class PagedList {
  private PagedList() {}

  /** The items that the request asks for: none if the page is beyond the end. */
  static <T> List<T> cut(List<T> all, PageRequest request) {
    int from = (int) Math.min(request.offset(), all.size());
    int to = Math.min(from + request.limit(), all.size());
    return all.subList(from, to);
  }
}
