package io.parley.adapter.redis;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Does with many, some at a time, what one connection would not take at once. */
final class Parts {
  private Parts() {}

  /**
   * @param size of a part, at most
   */
  static <T> void of(Collection<T> all, int size, Consumer<List<T>> action) {
    List<T> list = List.copyOf(all);
    for (int from = 0; from < list.size(); from += size) {
      action.accept(list.subList(from, Math.min(list.size(), from + size)));
    }
  }
}
