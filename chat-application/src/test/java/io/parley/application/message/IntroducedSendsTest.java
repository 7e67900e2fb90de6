package io.parley.application.message;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.user;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryProfiles;
import io.parley.application.user.IntroduceUsers;
import io.parley.application.user.NumberKeys;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ContactPolicy;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages of users of whom only the host can tell. */
class IntroducedSendsTest {
  private final ManualTimer timer = new ManualTimer();
  private final MemoryProfiles profiles = new MemoryProfiles();
  private final List<CompletableFuture<Map<UserId, User>>> questions = new ArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private final List<UserId> askedForContact = new ArrayList<>();
  private final ContactPolicy contacts =
      (sender, receiver) -> {
        askedForContact.add(receiver);
        return CompletableFuture.completedStage(Optional.empty());
      };
  private final IntroduceUsers introduce =
      new IntroduceUsers(
          users -> {
            var answer = new CompletableFuture<Map<UserId, User>>();
            questions.add(answer);
            return answer;
          },
          new NumberKeys(),
          profiles,
          profiles,
          Runnable::run,
          timer.clock());
  private final SendRules rules =
      new SendRules(SendPolicies.none().withContacts(contacts), Optional.of(introduce), timer);

  private CompletableFuture<Boolean> send(String text) {
    return rules
        .apply(
            MessageDraft.of(ALICE, BOB, text),
            let -> {
              stored.add(let.content().text());
              return CompletableFuture.completedStage(true);
            },
            CompletableFuture::<Boolean>failedStage)
        .toCompletableFuture();
  }

  private void tell(User... users) {
    List<CompletableFuture<Map<UserId, User>>> asked = List.copyOf(questions);
    questions.clear();
    for (var question : asked) {
      Map<UserId, User> found = new HashMap<>();
      for (User one : users) {
        found.put(one.id(), one);
      }
      question.complete(found);
    }
  }

  @Test
  void givenUsersWhomNobodyKnows_whenTheHostTells_thenTheirMessagesAreStoredInOrder() {
    CompletableFuture<Boolean> first = send("first");
    CompletableFuture<Boolean> second = send("second");

    assertThat(first).isNotDone();
    assertThat(stored).isEmpty();
    assertThat(askedForContact).as("who they are comes first").isEmpty();

    tell(user(ALICE), user(BOB));

    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
    assertThat(send("third")).isCompletedWithValue(true);
    assertThat(stored).containsExactly("first", "second", "third");
  }

  @Test
  void givenReceiverWhomTheHostDoesNotHave_whenSent_thenNothingIsStored() {
    CompletableFuture<Boolean> sent = send("nobody reads it");

    tell(user(ALICE));

    assertThat(refusalOf(sent)).isEqualTo(ErrorCode.RECEIVER_NOT_FOUND);
    assertThat(stored).isEmpty();
    assertThat(askedForContact).isEmpty();
  }

  @Test
  void givenSenderWhomTheHostDoesNotHave_whenSent_thenNothingIsStored() {
    CompletableFuture<Boolean> sent = send("nobody writes it");

    tell(user(BOB));

    assertThat(refusalOf(sent)).isEqualTo(ErrorCode.SENDER_NOT_FOUND);
    assertThat(stored).isEmpty();
  }

  @Test
  void givenHostThatSaysNothing_whenTheDeadlineIsOver_thenItMayBeSentAgain() {
    CompletableFuture<Boolean> sent = send("too soon");

    timer.advance(Duration.ofSeconds(2));

    assertThat(refusalOf(sent)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    tell(user(ALICE), user(BOB));
    assertThat(send("in time")).isCompletedWithValue(true);
    assertThat(stored).containsExactly("in time");
  }
}
