package io.parley.application.cluster;

import io.parley.domain.user.UserId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Is told by a transport whose connections this node has, so that their events reach it. */
public interface Attendance {
  /** That of a node which is alone. */
  static Attendance unneeded() {
    return new Attendance() {
      @Override
      public CompletionStage<Void> expect(UserId user) {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void arrived(UserId user) {}

      @Override
      public void departed(UserId user) {}
    };
  }

  /**
   * A user is about to connect; he may still be refused.
   *
   * @return completes, never with a failure, when his events arrive here
   */
  CompletionStage<Void> expect(UserId user);

  /** A user's first connection is there. */
  void arrived(UserId user);

  /** A user's last connection has gone, and cannot be taken up again; he may be back soon. */
  void departed(UserId user);
}
