package io.parley.testkit.contract;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.port.ClusterBus;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.RecordingBusListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link ClusterBus} promises, with two and three nodes. */
public interface ClusterBusContract {
  /** One more node on the bus of this test; closed by the test class. */
  ClusterBus newNode();

  /** A node and what it has heard. */
  record Node(ClusterBus bus, RecordingBusListener heard) {
    public void publish(UserId user, String text) {
      bus.publish(Set.of(user), bytes(text));
    }
  }

  /** A node that is connected. */
  default Node node() {
    Node node = new Node(newNode(), new RecordingBusListener());
    node.bus().listen(node.heard());
    // a subscription that is answered by a frame of its own proves that the node is there
    await(node.bus().subscribe(DAVE));
    node.heard().until(() -> node.publish(DAVE, "there"), "there");
    node.bus().unsubscribe(DAVE);
    return node;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  default void givenTwoNodes_whenOnePublishes_thenThatOfTheUserHears() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));

    one.publish(ALICE, "for Alice");

    two.heard().awaitText("for Alice");
  }

  @Test
  default void givenThreeNodes_whenOnePublishesForTwoUsers_thenTheirNodesHearAndNoOther() {
    Node one = node();
    Node two = node();
    Node three = node();
    await(one.bus().subscribe(CAROL));
    await(two.bus().subscribe(ALICE));
    await(three.bus().subscribe(BOB));

    one.bus().publish(Set.of(ALICE, BOB), bytes("for both"));
    one.publish(CAROL, "last");

    two.heard().awaitText("for both");
    three.heard().awaitText("for both");
    one.heard().awaitText("last");
    assertThat(one.heard().texts()).doesNotContain("for both");
  }

  @Test
  default void givenNodeOfBothUsers_whenSomethingIsForBoth_thenItHearsIt() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    await(two.bus().subscribe(BOB));

    one.bus().publish(Set.of(ALICE, BOB), bytes("for both"));

    two.heard().awaitText("for both");
  }

  @Test
  default void givenUserWhoHasLeft_whenSomethingIsForHim_thenTheNodeDoesNotHearIt() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    await(two.bus().subscribe(BOB));

    two.bus().unsubscribe(ALICE);
    await(two.bus().subscribe(CAROL)); // takes effect after that
    one.publish(ALICE, "for Alice");
    one.publish(CAROL, "for Carol");

    two.heard().awaitText("for Carol");
    assertThat(two.heard().texts()).doesNotContain("for Alice");
  }

  @Test
  default void givenUserWhoLeavesAndComesBack_whenSomethingIsForHim_thenTheNodeHears() {
    Node one = node();
    Node two = node();
    for (int round = 0; round < 20; round++) {
      await(two.bus().subscribe(ALICE));
      one.publish(ALICE, "round " + round);
      two.heard().awaitText("round " + round);
      two.bus().unsubscribe(ALICE);
    }
  }

  @Test
  default void givenManyUsersAtOnce_whenEachIsSubscribed_thenWhatFollowsIsHeard() {
    Node one = node();
    Node two = node();
    List<CompletionStage<Void>> subscribed = new ArrayList<>();
    IntStream.rangeClosed(1, 3_000).forEach(i -> subscribed.add(two.bus().subscribe(user(i))));

    for (int i = 1; i <= 3_000; i++) {
      await(subscribed.get(i - 1));
      one.publish(user(i), "to " + i);
    }

    IntStream.rangeClosed(1, 3_000).forEach(i -> two.heard().awaitText("to " + i));
  }

  private static UserId user(int number) {
    return new UserId(1_000L + number);
  }

  @Test
  default void givenFramesOfOneNode_whenTheyCross_thenTheyKeepTheirOrder() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));

    IntStream.range(0, 2_000).forEach(i -> one.publish(ALICE, "frame " + i));

    two.heard().awaitText("frame 1999");
    assertThat(two.heard().texts().stream().filter(text -> text.startsWith("frame")))
        .containsExactlyElementsOf(IntStream.range(0, 2_000).mapToObj(i -> "frame " + i).toList());
  }

  @Test
  default void givenSeveralThreads_whenTheyPublish_thenEverythingArrives() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));

    Concurrently.call(
        4,
        thread -> {
          IntStream.range(0, 500).forEach(i -> one.publish(ALICE, thread + "/" + i));
          return thread;
        });

    for (int thread = 0; thread < 4; thread++) {
      two.heard().awaitText(thread + "/499");
    }
    assertThat(two.heard().texts()).hasSizeGreaterThanOrEqualTo(2_000);
  }

  @Test
  default void givenLargestFrame_whenPublished_thenItArrivesByteForByte() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    byte[] frame = new byte[one.bus().maxFrameBytes()];
    new Random(5).nextBytes(frame);

    one.bus().publish(Set.of(ALICE), frame);

    two.heard().await(frames -> frames.stream().anyMatch(heard -> heard.length == frame.length));
    assertThat(two.heard().frames()).contains(frame);
  }

  @Test
  default void givenTooLargeFrame_whenPublished_thenItIsRefused() {
    Node one = node();
    byte[] frame = new byte[one.bus().maxFrameBytes() + 1];

    assertThatThrownBy(() -> one.bus().publish(Set.of(ALICE), frame))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void givenClosedNode_whenOthersPublish_thenTheyGoOn() {
    Node one = node();
    Node two = node();
    Node three = node();
    await(two.bus().subscribe(ALICE));
    await(three.bus().subscribe(ALICE));

    two.bus().close();
    one.publish(ALICE, "for Alice");

    three.heard().awaitText("for Alice");
  }

  @Test
  default void givenListenerThatFailsAtAFrame_whenMoreFollow_thenTheyAreHeardAndALossIsTold() {
    Node one = node();
    Node two = node();
    await(two.bus().subscribe(ALICE));
    two.heard().failAt("bad state", new IllegalStateException("planted"));
    two.heard().failAt("bad argument", new IllegalArgumentException("planted"));

    for (String bad : List.of("bad state", "bad argument")) {
      int interruptions = two.heard().interruptions();
      int restorations = two.heard().restorations();
      one.publish(ALICE, bad);
      one.publish(ALICE, "after " + bad);

      two.heard().awaitInterruptions(interruptions + 1);
      two.heard().awaitText("after " + bad);
      two.heard().awaitRestorations(restorations + 1);
    }
  }
}
