package io.parley.domain.port;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;

/**
 * Finds messages by what they contain. Thread-safe; blocks; sees what was committed before the
 * call, and throws {@link StoreUnavailableException} if the store does not answer. Checks no
 * rights.
 *
 * @since 0.1
 */
public interface MessageSearch {
  /**
   * Undeleted messages whose content contains {@code text}, newest first: the highest id. In one
   * conversation that is the highest position.
   */
  Page<Message> search(SearchScope scope, SearchText text, PageRequest request);
}
