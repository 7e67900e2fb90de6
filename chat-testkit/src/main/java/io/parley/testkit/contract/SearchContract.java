package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static io.parley.testkit.fixture.Fixture.ERIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link io.parley.domain.port.MessageSearch} promises. */
public interface SearchContract extends StoresContract {

  @Test
  default void givenMessages_whenSearched_thenThoseThatContainTheTextAreFound() {
    ConversationId conversation = say("Good morning", "good night", "morning glory", "noon");

    assertThat(found(conversation, "morning")).containsExactly("morning glory", "Good morning");
    assertThat(found(conversation, "d mor")).containsExactly("Good morning");
    assertThat(found(conversation, "orn")).containsExactly("morning glory", "Good morning");
    assertThat(found(conversation, "o")).hasSize(4);
    assertThat(found(conversation, "Good morning")).containsExactly("Good morning");
    assertThat(found(conversation, "Good morning ")).isEmpty();
    assertThat(found(conversation, "morning good")).isEmpty();
  }

  @Test
  default void givenLatinLetters_whenSearched_thenCaseDoesNotMatter() {
    ConversationId conversation = say("TITLE IN CAPITALS", "title in small letters");

    for (String text : List.of("title in", "TITLE IN", "tItLe iN")) {
      assertThat(found(conversation, text)).as(text).hasSize(2);
    }
  }

  @Test
  default void givenOtherLetters_whenSearched_thenCaseDoesNotMatterEither() {
    List<String> capital = List.of("ÄRGER ÖDE ÜBEL", "ПРИВЕТ МИР", "ΑΒΓΔ", "GÜNEŞ ÖĞÜT ÇAY");
    List<String> small = List.of("ärger öde übel", "привет мир", "αβγδ", "güneş öğüt çay");
    ConversationId conversation = say(capital.toArray(String[]::new));
    say(small.toArray(String[]::new));

    for (int i = 0; i < capital.size(); i++) {
      assertThat(found(conversation, capital.get(i))).containsExactly(small.get(i), capital.get(i));
      assertThat(found(conversation, small.get(i))).containsExactly(small.get(i), capital.get(i));
    }
  }

  @Test
  default void givenLettersWithAndWithoutMarks_whenSearched_thenTheyDiffer() {
    ConversationId conversation = say("resume", "résumé");

    assertThat(found(conversation, "resume")).containsExactly("resume");
    assertThat(found(conversation, "RÉSUMÉ")).containsExactly("résumé");
  }

  @Test
  default void givenCharactersThatPatternsUse_whenSearched_thenTheyStandForThemselves() {
    ConversationId conversation =
        say(
            "100% sure",
            "100 percent", "snake_case", "snakeXcase", "C:\\temp", "C:/temp", "a*b?c.");

    assertThat(found(conversation, "%")).containsExactly("100% sure");
    assertThat(found(conversation, "0%")).containsExactly("100% sure");
    assertThat(found(conversation, "1%s")).isEmpty();
    assertThat(found(conversation, "_")).containsExactly("snake_case");
    assertThat(found(conversation, "e_c")).containsExactly("snake_case");
    assertThat(found(conversation, "\\")).containsExactly("C:\\temp");
    assertThat(found(conversation, ":\\t")).containsExactly("C:\\temp");
    assertThat(found(conversation, "\\%")).isEmpty();
    assertThat(found(conversation, "*b?c.")).containsExactly("a*b?c.");
    assertThat(found(conversation, "s.*e")).isEmpty();
    assertThat(found(conversation, "'")).isEmpty();
  }

  @Test
  default void givenScriptsWithoutSpaces_whenSearched_thenAnyPartIsFound() {
    ConversationId conversation = say("今日は天気がいいですね", "明天天气很好", "오늘 날씨가 좋네요");

    assertThat(found(conversation, "天気")).containsExactly("今日は天気がいいですね");
    assertThat(found(conversation, "天")).containsExactly("明天天气很好", "今日は天気がいいですね");
    assertThat(found(conversation, "天气很好")).containsExactly("明天天气很好");
    assertThat(found(conversation, "날씨가")).containsExactly("오늘 날씨가 좋네요");
  }

  @Test
  default void givenEmojiAndLines_whenSearched_thenTheyAreTextLikeAnyOther() {
    ConversationId conversation = say("party 🎉🎈 tonight", "first line\nsecond line");

    assertThat(found(conversation, "🎈")).containsExactly("party 🎉🎈 tonight");
    assertThat(found(conversation, "LINE\nsecond")).containsExactly("first line\nsecond line");
  }

  @Test
  default void givenTheLongestText_whenSearched_thenItsEndIsFoundToo() {
    String longest = "x".repeat(MessageContent.MAX_CODE_POINTS - 6) + "needle";
    ConversationId conversation = say(longest);

    assertThat(found(conversation, "NEEDLE")).containsExactly(longest);
    assertThat(found(conversation, "x".repeat(SearchText.MAX_CODE_POINTS)))
        .containsExactly(longest);
  }

  @Test
  default void givenManyMatches_whenSearchedInPages_thenTheHighestPositionIsFirst() {
    ConversationId conversation = say("tea 1", "tea 2", "coffee", "tea 3", "tea 4", "tea 5");

    assertPage(conversation, "tea", new PageRequest(1, 2), 5, "tea 5", "tea 4");
    assertPage(conversation, "tea", new PageRequest(2, 2), 5, "tea 3", "tea 2");
    assertPage(conversation, "tea", new PageRequest(3, 2), 5, "tea 1");
    assertPage(conversation, "tea", new PageRequest(4, 2), 5);
    assertPage(conversation, "tea", PageRequest.lenient(Long.MAX_VALUE, 100, 100), 5);
    assertPage(conversation, "cocoa", new PageRequest(1, 2), 0);
  }

  @Test
  default void givenOtherConversations_whenOneIsSearched_thenOnlyItsMessagesAreFound() {
    ConversationId conversation = say("tea for Bob");
    stores().send(ALICE, CAROL, "tea for Carol");
    stores().send(DAVE, ERIN, "tea for Erin");

    assertThat(found(conversation, "tea")).containsExactly("tea for Bob");
    assertThat(found(new ConversationId(Long.MAX_VALUE), "tea")).isEmpty();
  }

  @Test
  default void givenConversationsOfMany_whenAUserSearchesAll_thenOnlyHisOwnAreFound() {
    stores().send(ALICE, BOB, "tea from Alice");
    stores().send(BOB, CAROL, "Tea to Carol");
    stores().send(ALICE, CAROL, "tea of others");
    stores().send(DAVE, ERIN, "tea of others still");

    assertThat(foundByAll(BOB, "TEA")).containsExactlyInAnyOrder("tea from Alice", "Tea to Carol");
    assertThat(foundByAll(ERIN, "tea")).containsExactly("tea of others still");
    assertThat(foundByAll(new UserId(100), "tea")).isEmpty();
    assertThat(foundByAll(BOB, "100%")).isEmpty();
  }

  @Test
  default void givenMatchesInManyConversations_whenSearched_thenTheNewestIsFirst() {
    List<Message> sent = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      sent.addAll(stores().send(ALICE, BOB, "tea for Bob", "more tea"));
      sent.addAll(stores().send(CAROL, ALICE, "tea from Carol"));
      stores().tick();
    }

    List<Message> found = stores().search(ALICE, "tea").items();

    Comparator<Message> oldestFirst = Comparator.comparing(message -> message.id().value());
    assertThat(found).isEqualTo(sent.stream().sorted(oldestFirst.reversed()).toList());
  }

  @Test
  default void givenManyMatches_whenAUserSearchesAllInPages_thenTotalsAreRight() {
    stores().send(ALICE, BOB, "tea 1", "tea 2", "coffee");
    stores().tick();
    stores().send(CAROL, ALICE, "tea 3");
    SearchText tea = new SearchText("tea");

    Page<Message> last = stores().search().search(new InAllOf(ALICE), tea, new PageRequest(2, 2));
    Page<Message> beyond = stores().search().search(new InAllOf(ALICE), tea, new PageRequest(3, 2));

    assertThat(texts(last)).containsExactly("tea 1");
    assertThat(last.total()).isEqualTo(3);
    assertThat(last.totalPages()).isEqualTo(2);
    assertThat(beyond).isEqualTo(new Page<Message>(List.of(), 3, 3, 2));
  }

  @Test
  default void givenDeletedMessage_whenRestored_thenItIsFoundInItsPlaceAgain() {
    List<Message> sent = stores().send(ALICE, BOB, "tea one", "tea two", "tea three");
    ConversationId conversation = sent.get(0).conversation();
    MessageId second = sent.get(1).id();

    stores().messages().delete(second);
    assertThat(found(conversation, "tea")).containsExactly("tea three", "tea one");
    assertThat(foundByAll(ALICE, "two")).isEmpty();

    stores().messages().restore(second);
    assertThat(stores().search(conversation, "tea").total()).isEqualTo(3);
    assertThat(found(conversation, "tea")).contains("tea two");
    assertThat(foundByAll(ALICE, "two")).containsExactly("tea two");
  }

  /** Alice says all this to Bob. */
  private ConversationId say(String... texts) {
    return stores().send(ALICE, BOB, texts).get(0).conversation();
  }

  private List<String> found(ConversationId conversation, String text) {
    return texts(stores().search(conversation, text));
  }

  private List<String> foundByAll(UserId user, String text) {
    return texts(stores().search(user, text));
  }

  private void assertPage(
      ConversationId conversation,
      String text,
      PageRequest request,
      long total,
      String... expected) {
    Page<Message> page =
        stores().search().search(new InConversation(conversation), new SearchText(text), request);
    assertThat(texts(page)).containsExactly(expected);
    Page<Message> frame = Page.of(page.items(), total, request);
    assertThat(page).isEqualTo(frame);
  }

  private static List<String> texts(Page<Message> page) {
    return page.items().stream().map(message -> message.content().text()).toList();
  }
}
