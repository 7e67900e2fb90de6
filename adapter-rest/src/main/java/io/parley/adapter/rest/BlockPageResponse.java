package io.parley.adapter.rest;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.page.Page;
import java.util.List;

/**
 * A page of the users whom the caller has blocked.
 *
 * @param page from 1
 * @param totalPages 0 when there is nothing
 */
record BlockPageResponse(List<BlockResponse> blocks, long total, long page, long totalPages) {
  static BlockPageResponse from(Page<BlockedUser> page) {
    return new BlockPageResponse(
        page.items().stream().map(BlockResponse::from).toList(),
        page.total(),
        page.page(),
        page.totalPages());
  }

  /** One of them; the time as {@link WireTime} writes it. */
  record BlockResponse(UserResponse user, String createdAt) {
    static BlockResponse from(BlockedUser blocked) {
      return new BlockResponse(UserResponse.from(blocked.user()), WireTime.text(blocked.since()));
    }
  }
}
