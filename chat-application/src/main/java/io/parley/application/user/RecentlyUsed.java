package io.parley.application.user;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was looked at last: forgets what nobody has asked for the longest. Not thread-safe. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int maximum;

  RecentlyUsed(int maximum) {
    super(16, 0.75f, true);
    this.maximum = maximum;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maximum;
  }
}
