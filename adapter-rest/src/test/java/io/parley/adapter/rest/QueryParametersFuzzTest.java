package io.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.page.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Any query of a request, and any id in a path, which is a number like those of a query. */
class QueryParametersFuzzTest {
  @DictionaryEntries({
    "page=",
    "limit=",
    "before=",
    "cursor=",
    "q=%F0%9F%98%80",
    "%C0%80",
    "%ED%A0%80",
    "9223372036854775808"
  })
  @FuzzTest
  void givenAnyQuery_whenRead_thenItsValuesAreRefusedOrInBounds(byte[] bytes)
      throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    QueryParameters query = QueryParameters.parse(text);

    PageRequest page = query.page(20);

    assertThat(page.limit()).isBetween(1, PageRequest.MAX_LIMIT);
    assertThat(page.offset()).isNotNegative();
    read(query, q -> q.sequence("before").ifPresent(s -> assertThat(s.value()).isNotNegative()));
    read(query, q -> q.cursor());
    read(query, q -> assertThat(q.searchText().text()).isNotBlank());
    WholeNumber.parse(text)
        .ifPresent(number -> assertThat(Long.toString(number)).isEqualTo(withoutZeros(text)));
    assertThat(PercentEncoding.decode(URLEncoder.encode(text, StandardCharsets.UTF_8)))
        .isEqualTo(text);
  }

  private static void read(QueryParameters query, Consumer<QueryParameters> parameter) {
    try {
      parameter.accept(query);
    } catch (ChatException refused) {
      assertThat(refused.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.RESYNC_REQUIRED);
    }
  }

  private static String withoutZeros(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }
}
