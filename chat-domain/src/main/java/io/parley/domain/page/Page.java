package io.parley.domain.page;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total items in the whole list
 * @param page the number of this page, from 1
 * @param totalPages 0 when the list is empty
 * @since 0.1
 */
public record Page<T>(List<T> items, long total, long page, long totalPages) {
  public Page {
    items = List.copyOf(items);
  }

  /** The page that answers {@code request}, out of a list of {@code total} items. */
  public static <T> Page<T> of(List<T> items, long total, PageRequest request) {
    return new Page<>(items, total, request.page(), pages(total, request.limit()));
  }

  private static long pages(long total, int limit) {
    return total / limit + (total % limit == 0 ? 0 : 1);
  }
}
