package io.parley.adapter.lucene;

import io.parley.domain.message.FoldedText;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;

/** Searches as queries on {@link MessageDocument}s; exact, so nothing found is to be checked. */
final class Queries {
  private Queries() {}

  /** Undeleted messages in the scope that contain the text, but for some. */
  static Query search(SearchScope scope, SearchText text, Set<MessageId> except) {
    BooleanQuery.Builder query =
        new BooleanQuery.Builder()
            .add(in(scope), Occur.FILTER)
            .add(containing(Grams.of(FoldedText.fold(text.text()))), Occur.FILTER)
            .add(
                NumericDocValuesField.newSlowExactQuery(MessageDocument.DELETED, 1),
                Occur.MUST_NOT);
    if (!except.isEmpty()) {
      query.add(
          new TermInSetQuery(
              MessageDocument.ID,
              except.stream().map(id -> MessageDocument.bytes(id.value())).toList()),
          Occur.MUST_NOT);
    }
    return query.build();
  }

  private static Query in(SearchScope scope) {
    if (scope instanceof InConversation one) {
      return new TermQuery(
          MessageDocument.term(MessageDocument.CONVERSATION, one.conversation().value()));
    }
    return new TermQuery(
        MessageDocument.term(MessageDocument.USER, ((InAllOf) scope).user().value()));
  }

  /** A short text begins grams; a longer one is as many grams next to each other as cover it. */
  private static Query containing(Grams grams) {
    int last = grams.count() - Grams.LENGTH;
    if (last < 0) {
      return new PrefixQuery(term(grams, 0));
    }
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    for (int number = 0; number < last; number += Grams.LENGTH) {
      phrase.add(term(grams, number), number);
    }
    return phrase.add(term(grams, last), last).build();
  }

  private static Term term(Grams grams, int number) {
    return new Term(MessageDocument.GRAM, grams.get(number));
  }
}
