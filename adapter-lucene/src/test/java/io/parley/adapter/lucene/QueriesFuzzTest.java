package io.parley.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.domain.error.ChatException;
import io.parley.domain.message.FoldedText;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.port.MessageLog.Entry;
import io.parley.domain.user.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Any message and any search: the input is the search, a line break and the message. */
class QueriesFuzzTest {
  private static final UserId READER = new UserId(1);

  /** One for all inputs, of which each replaces the last one's documents; nothing is committed. */
  private static final IndexWriter WRITER = writer();

  @FuzzTest
  void givenAnyMessage_whenSearched_thenTheIndexFindsItIfALookAtItDoes(byte[] bytes)
      throws IOException {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
    SearchText wanted;
    String content;
    try {
      wanted = new SearchText(parts[0]);
      content = new MessageContent(parts[parts.length - 1]).text();
    } catch (ChatException refused) {
      return;
    }

    assertThat(isFound(content, wanted)).isEqualTo(FoldedText.of(wanted).isIn(content));
  }

  private static boolean isFound(String content, SearchText wanted) throws IOException {
    WRITER.deleteAll();
    WRITER.addDocument(MessageDocument.first());
    WRITER.addDocument(
        new MessageDocument()
            .of(new Entry(new MessageId(5), 1, READER.value(), 2, content, false)));
    try (DirectoryReader reader = DirectoryReader.open(WRITER)) {
      SearchScope everywhere = new SearchScope.InAllOf(READER);
      return new IndexSearcher(reader).count(Queries.search(everywhere, wanted, Set.of())) == 1;
    }
  }

  private static IndexWriter writer() {
    try {
      return new IndexWriter(
          new ByteBuffersDirectory(),
          new IndexWriterConfig().setMergeScheduler(new SerialMergeScheduler()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
