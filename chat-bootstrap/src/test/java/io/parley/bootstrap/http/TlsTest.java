package io.parley.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.TlsConfig;
import io.parley.testkit.fixture.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(120)
class TlsTest {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GET =
      "GET / HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n";

  @TempDir private Path directory;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Tls.class);

  @BeforeEach
  void watch() {
    logged.start();
    log.setLevel(Level.INFO);
    log.addAppender(logged);
  }

  @AfterEach
  void unwatch() {
    log.detachAppender(logged);
    log.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec", "ed25519"})
  void givenCertificateOfEachKind_whenAClientConnects_thenItTalksTls(String kind) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, kind);
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      try (Tls tls = open(certificate, Clock.systemUTC());
          HttpFixture server = HttpFixture.with(tls)) {
        assertThat(answer(server, certificate, version)).endsWith("127.0.0.1 https true");
      }
    }
    assertThat(logged.list).isEmpty();
  }

  @Test
  void givenOldProtocol_whenAClientInsists_thenRefused() {
    TestCertificate certificate = TestCertificate.create(directory, "rsa:2048");
    try (Tls tls = open(certificate, Clock.systemUTC());
        HttpFixture server = HttpFixture.with(tls)) {
      assertThat(tls.context().getSelectedProtocols())
          .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
      assertThatThrownBy(() -> answer(server, certificate, "TLSv1.1"))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void givenNewFiles_whenAClientConnects_thenItSeesTheNewCertificate() throws Exception {
    TestCertificate old = TestCertificate.create(directory, "ec");
    TestCertificate next = TestCertificate.create(newDirectory("next"), "rsa:2048");
    try (Tls tls = open(old, Clock.systemUTC());
        HttpFixture server = HttpFixture.with(tls)) {
      Certificate before = seen(server);

      replace(old, next);
      until(() -> logged("Uses the new TLS certificate"));

      assertThat(seen(server)).isNotEqualTo(before);
      assertThat(answer(server, old, "TLSv1.3")).contains("200");
    }
  }

  @Test
  void givenNewFilesOfNoUse_whenLookedAtAgainAndAgain_thenTheOldOnesStayWithOneWarning()
      throws Exception {
    TestCertificate old = TestCertificate.create(directory, "ec");
    TestCertificate other = TestCertificate.create(newDirectory("other"), "ec");
    TestCertificate next = TestCertificate.create(newDirectory("next"), "ec");
    try (Tls tls = open(old, Clock.systemUTC());
        HttpFixture server = HttpFixture.with(tls)) {
      Certificate before = seen(server);

      Files.copy(other.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
      until(() -> logged("Keeps the TLS certificate it has"));
      for (int look = 0; look < 5; look++) {
        assertThat(seen(server)).isEqualTo(before);
      }
      replace(old, next);
      until(() -> logged("Uses the new TLS certificate"));

      assertThat(seen(server)).isNotEqualTo(before);
      assertThat(texts()).filteredOn(text -> text.contains("Keeps")).hasSize(1);
    }
  }

  @Test
  void givenCertificateThatHasExpired_whenOpened_thenThatIsAWarning() {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    Instant later = Instant.now().plus(Duration.ofDays(3));

    open(certificate, Clock.fixed(later, ZoneOffset.UTC)).close();

    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith("Clients will refuse the TLS certificate: it expired at ");
  }

  @Test
  void givenMissingFile_whenOpened_thenItIsNamed() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    Files.delete(certificate.key());

    assertRefused(certificate, "CHAT_TLS_KEY (--tls-key) cannot be read: " + certificate.key());
  }

  @Test
  void givenKeyOfAnotherCertificate_whenOpened_thenThatIsSaid() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    TestCertificate other = TestCertificate.create(newDirectory("other"), "ec");
    Files.copy(other.key(), certificate.key(), StandardCopyOption.REPLACE_EXISTING);

    assertRefused(certificate, "The private key does not fit the first certificate of the chain");
  }

  @Test
  void givenKeyOfAnotherKind_whenOpened_thenThatIsSaid() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    TestCertificate other = TestCertificate.create(newDirectory("other"), "rsa:2048");
    Files.copy(other.key(), certificate.key(), StandardCopyOption.REPLACE_EXISTING);

    assertRefused(certificate, "is no EC key as the certificate's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes256", "-traditional"})
  void givenKeyInAnotherForm_whenOpened_thenItIsSaidHowToConvertIt(String form) {
    TestCertificate certificate = TestCertificate.create(directory, "rsa:2048");
    Path converted = directory.resolve("converted.pem");
    TestCertificate.openssl(
        List.of(
            "openssl",
            form.equals("-aes256") ? "pkcs8" : "rsa",
            form.equals("-aes256") ? "-topk8" : form,
            "-in",
            certificate.key().toString(),
            "-out",
            converted.toString(),
            "-passout",
            "pass:hidden"));

    assertRefused(
        new TestCertificate(certificate.certificate(), converted),
        "openssl pkcs8 -topk8 -nocrypt -in key.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"
      })
  void givenNoCertificate_whenOpened_thenThatIsSaid(String text) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory, "ec");
    Files.writeString(certificate.certificate(), text);

    assertRefused(certificate, "The certificate file holds ");
  }

  private static void assertRefused(TestCertificate certificate, String why) {
    assertThatThrownBy(() -> open(certificate, Clock.systemUTC()))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("TLS cannot be used: ")
        .hasMessageContaining(why);
  }

  private static Tls open(TestCertificate certificate, Clock clock) {
    return Tls.open(new TlsConfig(certificate.certificate(), certificate.key()), clock, INTERVAL);
  }

  private Path newDirectory(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** The key first, so that the two do not fit for a moment. */
  private static void replace(TestCertificate old, TestCertificate next) throws IOException {
    Files.copy(next.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(next.certificate(), old.certificate(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String answer(HttpFixture server, TestCertificate trusted, String version)
      throws IOException {
    try (SSLSocket socket = socket(server, trusted.trustingClient())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The certificate that the server shows, whatever is trusted. */
  private Certificate seen(HttpFixture server) throws Exception {
    SSLContext trustAll = SSLContext.getInstance("TLS");
    trustAll.init(null, new javax.net.ssl.TrustManager[] {new TrustingManager()}, null);
    try (SSLSocket socket = socket(server, trustAll)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLSocket socket(HttpFixture server, SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private boolean logged(String begin) {
    return texts().stream().anyMatch(text -> text.startsWith(begin));
  }

  private List<String> texts() {
    return List.copyOf(logged.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("not in time").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Trusts whoever answers: for looking at what is shown. */
  private static final class TrustingManager extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }
}
