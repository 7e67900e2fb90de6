package io.parley.domain.page;

/**
 * Which part of a list is asked for.
 *
 * @param page from 1
 * @param limit items in a page, 1 to {@value #MAX_LIMIT}
 * @since 0.1
 */
public record PageRequest(long page, int limit) {
  public static final int MAX_LIMIT = 100;

  /** The last page number whose offset fits a {@code long}. */
  private static final long MAX_PAGE = Long.MAX_VALUE / MAX_LIMIT;

  public PageRequest {
    if (page < 1 || page > MAX_PAGE || limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("page " + page + ", limit " + limit);
    }
  }

  /** Any numbers at all made a request: below 1 means the default, above the bound the bound. */
  public static PageRequest lenient(long page, long limit, int defaultLimit) {
    long fitPage = page < 1 ? 1 : Math.min(page, MAX_PAGE);
    long fitLimit = limit < 1 ? defaultLimit : Math.min(limit, MAX_LIMIT);
    return new PageRequest(fitPage, (int) fitLimit);
  }

  /** How many items lie before the page. */
  public long offset() {
    return (page - 1) * limit;
  }
}
