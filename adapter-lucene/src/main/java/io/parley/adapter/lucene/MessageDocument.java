package io.parley.adapter.lucene;

import io.parley.domain.message.FoldedText;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageLog.Entry;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * How a message is indexed: by the grams of its content with their positions, the characters of its
 * content, its conversation, and both of its users. Nothing is stored but the id.
 */
final class MessageDocument {
  static final String GRAM = "gram";
  static final String CHARACTER = "character";
  static final String CONVERSATION = "conversation";
  static final String USER = "user";
  static final String ID = "id";

  /** 1 if the message is deleted; nothing, or 0 for one that was restored, if not. */
  static final String DELETED = "deleted";

  private static final FieldType GRAMS = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);
  private static final FieldType CHARACTERS = type(IndexOptions.DOCS, true);
  private static final FieldType KEY = type(IndexOptions.DOCS, false);

  private final GramStream grams = new GramStream();
  private final CharacterStream characters = new CharacterStream();
  private final Field content = new Field(GRAM, grams, GRAMS);
  private final Field contentCharacters = new Field(CHARACTER, characters, CHARACTERS);

  private static FieldType type(IndexOptions options, boolean tokenized) {
    FieldType type = new FieldType();
    type.setIndexOptions(options);
    type.setTokenized(tokenized);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }

  /** The document of a message; to be indexed before the next one is asked for. */
  List<IndexableField> of(Entry message) {
    String folded = FoldedText.fold(message.content());
    grams.setText(folded);
    characters.setText(folded);
    List<IndexableField> fields = new ArrayList<>();
    fields.add(content);
    fields.add(contentCharacters);
    fields.add(key(CONVERSATION, message.conversation()));
    fields.add(key(USER, message.sender()));
    fields.add(key(USER, message.receiver()));
    fields.add(key(ID, message.id().value()));
    fields.add(new NumericDocValuesField(ID, message.id().value()));
    if (message.deleted()) {
      fields.add(new NumericDocValuesField(DELETED, 1));
    }
    return fields;
  }

  /** The first document of an index, of no message: a field can change only if there is one. */
  static List<IndexableField> first() {
    return List.of(new NumericDocValuesField(DELETED, 0));
  }

  private static Field key(String name, long value) {
    return new Field(name, bytes(value), KEY);
  }

  static Term term(String name, long value) {
    return new Term(name, bytes(value));
  }

  static Term idTerm(MessageId message) {
    return term(ID, message.value());
  }

  static BytesRef bytes(long value) {
    byte[] bytes = new byte[Long.BYTES];
    NumericUtils.longToSortableBytes(value, bytes, 0);
    return new BytesRef(bytes);
  }
}
