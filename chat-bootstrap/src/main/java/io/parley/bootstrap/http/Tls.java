package io.parley.bootstrap.http;

import io.parley.bootstrap.config.StartupException;
import io.parley.bootstrap.config.TlsConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the certificate of two files. Looks at them every few seconds: new
 * connections get what is in them by then, as long as it can be used, and else what they got
 * before.
 */
public final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

  private final TlsConfig config;
  private final Clock clock;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private final String password = UUID.randomUUID().toString();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "chat-tls");
            thread.setDaemon(true);
            return thread;
          });

  // What the timer alone knows.
  private PemFiles used;
  private @Nullable String problem;
  private boolean warned;

  private Tls(TlsConfig config, Clock clock, PemFiles files, TlsIdentity identity) {
    this.config = config;
    this.clock = clock;
    this.used = files;
    context.setKeyStore(identity.keyStore(password));
    context.setKeyStorePassword(password);
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    context.setRenegotiationAllowed(false);
    warnOfDates(identity);
  }

  /**
   * Reads the files, and goes on looking at them until it is closed.
   *
   * @throws StartupException if they cannot be used
   */
  public static Tls open(TlsConfig config, Clock clock) {
    return open(config, clock, LOOK_INTERVAL);
  }

  static Tls open(TlsConfig config, Clock clock, Duration interval) {
    try {
      PemFiles files = PemFiles.read(config);
      Tls tls = new Tls(config, clock, files, TlsIdentity.of(files));
      Future<?> unused =
          tls.timer.scheduleWithFixedDelay(
              tls::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
      return tls;
    } catch (UnusableTlsException e) {
      throw new StartupException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  SslContextFactory.Server context() {
    return context;
  }

  private void look() {
    try {
      PemFiles files = PemFiles.read(config);
      if (!files.equals(used)) {
        TlsIdentity identity = TlsIdentity.of(files);
        context.reload(reloaded -> reloaded.setKeyStore(identity.keyStore(password)));
        used = files;
        LOG.info("Uses the new TLS certificate, valid until {}", identity.expiresAt());
        warnOfDates(identity);
      }
      problem = null;
      warned = false;
    } catch (UnusableTlsException e) {
      keep(e);
    } catch (Exception e) {
      LOG.error("Cannot look after the TLS certificate", e);
    }
  }

  /** Two files are not replaced at one instant: what is wrong at one look only was no mistake. */
  private void keep(UnusableTlsException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.equals(problem) && !warned) {
      LOG.warn("Keeps the TLS certificate it has, as the new one is of no use: {}", message);
      warned = true;
    }
    problem = message;
  }

  private void warnOfDates(TlsIdentity identity) {
    identity
        .objection(clock.instant())
        .ifPresent(why -> LOG.warn("Clients will refuse the TLS certificate: {}", why));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
