package io.parley.application.presence;

import io.parley.domain.presence.ConnectionId;
import io.parley.domain.user.UserId;
import java.util.Set;
import java.util.UUID;

/**
 * Who is there, for an application that has the connections: it says who comes and goes, and asks.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class Presence {
  private final TrackPresence track;
  private final CheckOnline check;

  public Presence(TrackPresence track, CheckOnline check) {
    this.track = track;
    this.check = check;
  }

  /**
   * A user has one more connection, until it is closed. Does not block.
   *
   * @return to be closed when the connection ends, or the user stays online
   */
  public Connection connected(UserId user) {
    Connection connection = new Connection(track, user);
    track.connected(user, connection.id);
    return connection;
  }

  /**
   * Those of {@code users} who have a connection right now. Blocks if the registry has to be asked.
   *
   * @throws io.parley.domain.error.StoreUnavailableException if other processes may have some of
   *     them and cannot be asked
   */
  public Set<UserId> online(Set<UserId> users) {
    return check.among(users);
  }

  /** One connection of a user, such as a browser tab. Thread-safe. */
  public static final class Connection implements AutoCloseable {
    private final TrackPresence track;
    private final UserId user;
    private final ConnectionId id = new ConnectionId(UUID.randomUUID().toString());

    private Connection(TrackPresence track, UserId user) {
      this.track = track;
      this.user = user;
    }

    /** The connection has ended; does not block. Twice is the same as once. */
    @Override
    public void close() {
      track.disconnected(user, id);
    }
  }
}
