package io.parley.adapter.jwt;

import static io.parley.testkit.fixture.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.domain.error.ChatException;
import io.parley.domain.port.TokenVerifier;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class JwksKeysTest {
  private static final String SEVEN = "{\"id\":7}";
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final TestKey OLD = TestKey.RSA;
  private static final TestKey NEW = TestKey.P256;

  private final ManualTimer time = new ManualTimer();
  private final JwksServer issuer = new JwksServer();
  private final LoggedLines log = LoggedLines.of(JwksKeys.class);
  private final List<JwksKeys> opened = new ArrayList<>();

  /** The first request of a JVM takes longer than issuers have time for, if the machine is busy. */
  @BeforeAll
  static void warmUp() {
    try (JwksServer issuer = new JwksServer()) {
      issuer.publishes(OLD.jwk("old"), NEW.jwk("new"));
      JwksDocument unused = new JwksClient(issuer.url(), Duration.ofMinutes(1)).fetch().join();
    }
  }

  @AfterEach
  void close() {
    opened.forEach(JwksKeys::close);
    issuer.close();
    log.close();
  }

  @Test
  void givenPublishedKeys_whenOpened_thenTheirTokensAreAccepted() {
    issuer.publishes(
        TestKey.RSA.jwk("r", ",\"use\":\"sig\",\"alg\":\"RS256\",\"x5c\":[\"junk\"]"),
        TestKey.P256.jwk("p", ",\"key_ops\":[\"verify\"]"),
        TestKey.P384.jwk("q"),
        TestKey.ED25519.jwk("e"));

    TokenVerifier verifier = verifier(open());

    for (TestKey key : List.of(TestKey.RSA, TestKey.P256, TestKey.P384, TestKey.ED25519)) {
      assertThat(verifier.verify(key.token(SEVEN)).user()).as(key.kind()).isEqualTo(new UserId(7));
    }
    assertThat(verifier.verify(TestKey.P256.token("p", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(issuer.requests()).isEqualTo(1);
    assertThat(log.texts()).isEmpty();
  }

  @Test
  void givenChangedKeys_whenATokenNamesTheNewOne_thenItIsFetchedAndTheOldOneIsGone() {
    issuer.publishes(OLD.jwk("old"));
    TokenVerifier verifier = verifier(open());
    verifier.verify(OLD.token("old", SEVEN));
    issuer.publishes(NEW.jwk("new"));

    assertThat(verifier.verify(NEW.token("new", SEVEN)).user()).isEqualTo(new UserId(7));

    assertRefused(verifier, OLD.token("old", SEVEN));
  }

  @Test
  void givenUnknownNames_whenTheyComeOften_thenOneRequestAMinuteIsMade() {
    issuer.publishes(OLD.jwk("old"));
    TokenVerifier verifier = verifier(open());

    for (int i = 0; i < 20; i++) {
      assertRefused(verifier, OLD.token("unknown" + i, SEVEN));
    }
    assertThat(issuer.requests()).isEqualTo(2);

    time.advance(JwksKeys.LOOK_PAUSE.minusNanos(1));
    assertRefused(verifier, OLD.token("unknown", SEVEN));
    assertThat(issuer.requests()).isEqualTo(2);

    time.advance(Duration.ofNanos(1));
    assertRefused(verifier, OLD.token("unknown", SEVEN));
    assertThat(issuer.requests()).isEqualTo(3);
  }

  @Test
  void givenWrongSignature_whenTheNameIsKnownOrThereIsNone_thenNothingIsFetched() {
    issuer.publishes(OLD.jwk("old"));
    TokenVerifier verifier = verifier(open());
    TestKey stranger = TestKey.rsa(2_048);

    assertRefused(verifier, stranger.token("old", SEVEN));
    assertRefused(verifier, stranger.token(SEVEN));

    assertThat(issuer.requests()).isEqualTo(1);
  }

  @Test
  void givenTime_whenItPasses_thenTheKeysAreFetchedEveryFiveMinutes() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    TokenVerifier verifier = verifier(keys);
    issuer.publishes(NEW.jwk("new"));

    time.advance(JwksKeys.REFRESH.minusNanos(1));
    assertThat(verifier.verify(OLD.token(SEVEN)).user()).isEqualTo(new UserId(7));

    time.advance(Duration.ofNanos(1));
    assertThat(await(keys.running())).isTrue();
    assertRefused(verifier, OLD.token(SEVEN));
    assertThat(verifier.verify(NEW.token(SEVEN)).user()).isEqualTo(new UserId(7));

    time.advance(JwksKeys.REFRESH);
    assertThat(await(keys.running())).isTrue();
    assertThat(issuer.requests()).isEqualTo(3);
  }

  @Test
  void givenAFetchOnDemand_whenTimePasses_thenTheNextOneIsFiveMinutesLater() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    time.advance(Duration.ofMinutes(4));
    keys.lookAgain();
    assertThat(await(keys.running())).isTrue();

    time.advance(Duration.ofMinutes(4));
    assertThat(issuer.requests()).isEqualTo(2);

    time.advance(Duration.ofMinutes(1));
    assertThat(await(keys.running())).isTrue();
    assertThat(issuer.requests()).isEqualTo(3);
  }

  @Test
  void givenAnOutage_whenItLasts_thenTheKeysStayAndTheLogSaysSoOnce() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    TokenVerifier verifier = verifier(keys);
    issuer.answers(503, "later");

    time.advance(JwksKeys.REFRESH);
    assertThat(await(keys.running())).isFalse();
    for (int i = 0; i < 3; i++) {
      time.advance(JwksKeys.RETRY);
      assertThat(await(keys.running())).isFalse();
      assertThat(verifier.verify(OLD.token("old", SEVEN)).user()).isEqualTo(new UserId(7));
    }
    assertThat(issuer.requests()).isEqualTo(5);
    assertThat(log.texts())
        .singleElement()
        .asString()
        .startsWith("WARN")
        .contains("the 1 keys known so far stay: the answer has status 503")
        .doesNotContain("hidden");

    issuer.publishes(NEW.jwk("new"));
    time.advance(JwksKeys.RETRY);
    assertThat(await(keys.running())).isTrue();
    assertThat(verifier.verify(NEW.token("new", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(log.texts()).hasSize(2).last().asString().startsWith("INFO").contains("again");
  }

  @Test
  void givenNoServerAtTheStart_whenItComes_thenItsTokensAreAccepted() {
    issuer.answers(500, "");
    JwksKeys keys = open();
    TokenVerifier verifier = verifier(keys);
    assertRefused(verifier, OLD.token(SEVEN));
    assertThat(log.texts()).singleElement().asString().contains("the 0 keys known so far");
    issuer.publishes(OLD.jwk("old"));

    time.advance(JwksKeys.RETRY);
    assertThat(await(keys.running())).isTrue();

    assertThat(verifier.verify(OLD.token(SEVEN)).user()).isEqualTo(new UserId(7));
  }

  @Test
  void givenNobodyListens_whenOpened_thenItReturnsAndTriesAgain() {
    issuer.close();

    JwksKeys keys = open();

    assertThat(keys.current()).isEmpty();
    assertThat(log.texts()).singleElement().asString().contains("cannot be fetched");
    time.advance(JwksKeys.RETRY);
    assertThat(await(keys.running())).isFalse();
  }

  @Test
  void givenAnEmptySet_whenFetched_thenTheIssuerHasWithdrawnItsKeys() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    issuer.publishes();

    time.advance(JwksKeys.REFRESH);
    assertThat(await(keys.running())).isTrue();

    assertRefused(verifier(keys), OLD.token(SEVEN));
    assertThat(log.texts()).singleElement().asString().contains("has no key that can be used");
    time.advance(JwksKeys.RETRY);
    assertThat(await(keys.running())).isTrue();
    assertThat(issuer.requests()).isEqualTo(3);
    assertThat(log.texts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "200, ||",
        "200, garbage",
        "200, []",
        "200, null",
        "200, {}",
        "200, |{\"keys\":{}}|",
        "200, |{\"keys\":[|",
        "302, |{\"keys\":[]}|",
        "404, |{\"keys\":[]}|"
      })
  void givenAnswerThatIsNoSet_whenFetched_thenTheKeysStay(int status, String body) {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    issuer.answers(status, body);

    assertThat(await(keys.fetch())).isFalse();

    assertThat(verifier(keys).verify(OLD.token("old", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(issuer.requests()).isEqualTo(2);
  }

  @Test
  void givenEndlessAnswer_whenFetched_thenItIsBrokenOff() {
    issuer.floods();

    JwksKeys keys = open();

    assertThat(keys.current()).isEmpty();
    assertThat(log.texts()).singleElement().asString().contains("is larger than");
  }

  @Test
  void givenDeepAnswer_whenFetched_thenItIsNotFollowed() {
    issuer.answers(200, "{\"keys\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

    assertThat(open().current()).isEmpty();

    assertThat(log.texts()).singleElement().asString().contains("is not JSON");
  }

  @Test
  void givenAnswerThatStalls_whenFetched_thenItIsGivenUp() {
    CountDownLatch end = new CountDownLatch(1);
    issuer.stallsUntil(end);
    JwksKeys keys = unopened(SHORT);

    assertThat(await(keys.fetch())).isFalse();

    assertThat(log.texts()).singleElement().asString().contains("no complete answer in time");
    end.countDown();
  }

  @Test
  void givenSlowServer_whenManyTokensNameANewKey_thenFewWaitForIt() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    TokenVerifier verifier = verifier(keys);
    issuer.publishes(NEW.jwk("new"));
    CountDownLatch answer = new CountDownLatch(1);
    issuer.waitsFor(answer);
    ExecutorService threads = Executors.newFixedThreadPool(JwksKeys.WAITING_THREADS + 1);
    List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i <= JwksKeys.WAITING_THREADS; i++) {
      outcomes.add(
          CompletableFuture.supplyAsync(() -> accepts(verifier, NEW.token("new", SEVEN)), threads));
    }

    Object first = await(CompletableFuture.anyOf(outcomes.toArray(CompletableFuture[]::new)));

    assertThat(first).as("one too many is refused at once").isEqualTo(false);
    answer.countDown();
    assertThat(outcomes.stream().filter(outcome -> await(outcome)))
        .hasSize(JwksKeys.WAITING_THREADS);
    assertThat(issuer.requests()).isEqualTo(2);
    threads.shutdown();
  }

  @Test
  void givenServerThatHangs_whenATokenNamesANewKey_thenItIsRefusedWithinASecond() {
    issuer.publishes(OLD.jwk("old"));
    TokenVerifier verifier = verifier(open());
    CountDownLatch answer = new CountDownLatch(1);
    issuer.waitsFor(answer);
    long begin = System.nanoTime();

    assertRefused(verifier, NEW.token("new", SEVEN));

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(JwksKeys.PATIENCE, JwksClient.LIMIT);
    answer.countDown();
  }

  @Test
  void givenUnfitMembers_whenFetched_thenTheyAreSkippedWithAWarningEach() {
    String secret = "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"" + "A".repeat(64) + "\"}";
    issuer.publishes(
        secret,
        TestKey.rsa(1_024).jwk("weak"),
        TestKey.RSA.jwk("encrypts", ",\"use\":\"enc\""),
        TestKey.RSA.jwk("wraps", ",\"key_ops\":[\"encrypt\",\"wrapKey\"]"),
        TestKey.RSA.jwk("pss", ",\"alg\":\"PS256\""),
        TestKey.P256.jwk("other", ",\"alg\":\"ES384\""),
        TestKey.P256.jwk("private", ",\"d\":\"AAAA\""),
        TestKey.p521().jwk("large"),
        TestKey.generate("X25519", "X25519").jwk("agrees"),
        "{\"kty\":\"LWE\",\"kid\":\"future\"}",
        "{\"kty\":\"RSA\",\"kid\":\"half\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"kid\":\"nowhere\"}",
        "\"text\"",
        OLD.jwk("good"));

    JwksKeys keys = open();
    assertThat(await(keys.fetch())).isTrue();

    assertThat(verifier(keys).verify(OLD.token("good", SEVEN)).user()).isEqualTo(new UserId(7));
    assertThat(keys.current()).hasSize(1);
    assertThat(log.texts()).hasSize(13).allMatch(line -> line.startsWith("WARN"));
    assertThat(log.texts())
        .anySatisfy(line -> assertThat(line).contains("key 'secret' is symmetric"))
        .anySatisfy(line -> assertThat(line).contains("key 'weak' has 1024 bits"))
        .anySatisfy(line -> assertThat(line).contains("key 'encrypts' is not meant for signatures"))
        .anySatisfy(line -> assertThat(line).contains("key 'private' is private"))
        .anySatisfy(line -> assertThat(line).contains("key 'future' is of an unknown type"))
        .noneSatisfy(line -> assertThat(line).contains("AAAA"));
  }

  @Test
  void givenThousandsOfMembers_whenFetched_thenTheFirstHundredCount() {
    String[] members = new String[1_000];
    for (int i = 0; i < members.length; i++) {
      members[i] = NEW.jwk("k" + i);
    }
    issuer.publishes(members);

    assertThat(open().current()).hasSize(JwksDocument.MAX_KEYS);
  }

  @Test
  void givenAcceptedToken_whenItsKeyIsWithdrawn_thenTheCacheForgetsItToo() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();
    List<Duration> age = new ArrayList<>(List.of(Duration.ZERO));
    TokenVerifier verifier =
        new CachedTokenVerifier(verifier(keys), time.clock(), () -> age.get(0).toNanos());
    String token = OLD.token("old", SEVEN);
    verifier.verify(token);
    issuer.publishes(NEW.jwk("new"));
    await(keys.fetch());

    age.set(0, CachedTokenVerifier.MAX_AGE.minusNanos(1));
    assertThat(verifier.verify(token).user()).isEqualTo(new UserId(7));

    age.set(0, CachedTokenVerifier.MAX_AGE);
    assertRefused(verifier, token);
  }

  @Test
  void givenClosedKeys_whenTimePasses_thenNothingIsFetched() {
    issuer.publishes(OLD.jwk("old"));
    JwksKeys keys = open();

    keys.close();
    time.advance(JwksKeys.REFRESH.multipliedBy(3));
    keys.lookAgain();

    assertThat(issuer.requests()).isEqualTo(1);
  }

  private JwksKeys open() {
    return remembered(JwksKeys.open(issuer.url(), time.clock(), time::nanoTime, time));
  }

  private JwksKeys unopened(Duration limit) {
    JwksClient client = new JwksClient(issuer.url(), limit);
    return remembered(new JwksKeys(client, time.clock(), time::nanoTime, time));
  }

  private JwksKeys remembered(JwksKeys keys) {
    opened.add(keys);
    return keys;
  }

  private TokenVerifier verifier(JwksKeys keys) {
    return JwtTokenVerifier.of(
        new TokenKeys(List.of(), List.of(), Optional.of(keys)), RequiredClaims.NONE, time.clock());
  }

  private static boolean accepts(TokenVerifier verifier, String token) {
    try {
      return verifier.verify(token).user().value() == 7;
    } catch (ChatException refused) {
      return false;
    }
  }

  private static void assertRefused(TokenVerifier verifier, String token) {
    assertThatExceptionOfType(ChatException.class).isThrownBy(() -> verifier.verify(token));
  }
}
