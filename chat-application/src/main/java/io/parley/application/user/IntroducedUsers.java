package io.parley.application.user;

import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The directory for who blocks anyway: whom it does not show, the host is asked for. Few threads
 * wait at a time, as what they wait for needs the others.
 *
 * @since 0.1
 */
public final class IntroducedUsers implements UserDirectory {
  private static final int WAITING_THREADS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final UserDirectory directory;
  private final IntroduceUsers introduce;
  private final Semaphore threads = new Semaphore(WAITING_THREADS);

  public IntroducedUsers(UserDirectory directory, IntroduceUsers introduce) {
    this.directory = directory;
    this.introduce = introduce;
  }

  @Override
  public Map<UserId, User> find(Set<UserId> users) {
    Map<UserId, User> found = directory.find(users);
    Set<UserId> missing = new HashSet<>(users);
    missing.removeAll(found.keySet());
    return missing.isEmpty() || !introduced(missing) ? found : directory.find(users);
  }

  /** Whether there is somebody new. */
  private boolean introduced(Set<UserId> users) {
    if (!threads.tryAcquire()) {
      throw new StoreUnavailableException("Too many wait for the users of the host");
    }
    try {
      var answers = users.stream().map(introduce::exists).toList();
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return answers.stream().anyMatch(CompletableFuture::join);
    } catch (ExecutionException e) {
      Throwable failure = e.getCause() == null ? e : ChatException.unwrap(e.getCause());
      throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("The host does not say in time who its users are");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("The chat stops");
    } finally {
      threads.release();
    }
  }
}
