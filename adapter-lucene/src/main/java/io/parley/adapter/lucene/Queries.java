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
            .add(new TermQuery(term(scope)), Occur.FILTER)
            .add(containing(FoldedText.fold(text.text())), Occur.FILTER)
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

  /** What the messages of a scope have in common. */
  static Term term(SearchScope scope) {
    if (scope instanceof InConversation one) {
      return MessageDocument.term(MessageDocument.CONVERSATION, one.conversation().value());
    }
    return MessageDocument.term(MessageDocument.USER, ((InAllOf) scope).user().value());
  }

  /** Whether all messages with a text are visited, and not only those in the scope: a pair. */
  static boolean costsByIndex(SearchText text) {
    return text.text().codePointCount(0, text.text().length()) == 2;
  }

  /**
   * A character is looked for as such; a pair begins grams; a longer text is as many grams next to
   * each other as cover it.
   */
  private static Query containing(String folded) {
    Grams grams = Grams.of(folded);
    if (grams.count() == 1) {
      return new TermQuery(new Term(MessageDocument.CHARACTER, grams.get(0)));
    }
    int last = grams.count() - Grams.LENGTH;
    if (last < 0) {
      return new PrefixQuery(gram(grams, 0));
    }
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    for (int number = 0; number < last; number += Grams.LENGTH) {
      phrase.add(gram(grams, number), number);
    }
    return phrase.add(gram(grams, last), last).build();
  }

  private static Term gram(Grams grams, int number) {
    return new Term(MessageDocument.GRAM, grams.get(number));
  }
}
