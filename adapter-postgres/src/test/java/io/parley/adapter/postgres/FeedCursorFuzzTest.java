package io.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.sync.SyncCursor;
import java.nio.charset.StandardCharsets;

/** Any cursor that a client may bring. */
class FeedCursorFuzzTest {
  @DictionaryEntries({
    "1_",
    "_7_",
    "_3.0.1_",
    "_9223372036854775807",
    "1y2p0ij32e8e7",
    ".-1",
    "_-1"
  })
  @FuzzTest
  void givenAnyCursor_whenRead_thenItIsNotHonouredOrTheFeedCanGoOnFromIt(byte[] bytes) {
    FeedCursor cursor;
    try {
      cursor = FeedCursor.of(new SyncCursor(new String(bytes, StandardCharsets.UTF_8)));
    } catch (ChatException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.RESYNC_REQUIRED);
      return;
    }

    assertThat(FeedCursor.of(cursor.toCursor())).isEqualTo(cursor);
    cursor.from().ifPresent(FeedCursorFuzzTest::crossToTheDatabase);
    cursor.page().map(FeedCursor.Page::until).ifPresent(FeedCursorFuzzTest::crossToTheDatabase);
    cursor.page().ifPresent(page -> crossToTheDatabase(page.until().upTo(page.last())));
  }

  private static void crossToTheDatabase(Snapshot snapshot) {
    assertThat(Snapshot.ofSql(snapshot.toSql())).isEqualTo(snapshot);
  }
}
