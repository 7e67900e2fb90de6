package io.parley.adapter.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.adapter.websocket.connection.EngineConfig;
import io.parley.adapter.websocket.connection.SessionIds;
import io.parley.adapter.websocket.connection.TimerWheel;
import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connection state recovery of one namespace. Its events carry an offset as their last argument. A
 * socket whose connection breaks stays in its rooms for a while and remembers what it would have
 * got; a client that comes back with the socket's private id and the offset that it saw last takes
 * up its place: same id, same rooms, and what it has missed. Thread-safe.
 */
final class Recovery {
  private final RecoveryConfig config;
  private final TimerWheel timers;
  private final EventStore events;
  private final int maxMissedPackets;
  private final long maxMissedBytes;

  /** Longest lost first; guarded by itself. */
  private final Map<SocketIoSocket, Absence> lost = new LinkedHashMap<>();

  Recovery(RecoveryConfig config, EngineConfig engine, TimerWheel timers) {
    this.config = config;
    this.timers = timers;
    // A connection may have been dead for a whole heartbeat before that is noticed.
    Duration retention = config.window().plus(engine.pingInterval()).plus(engine.pingTimeout());
    this.events = new EventStore(timers, retention, config.maxBytes());
    // Half of the send queue, or the client would be cut off again for being slow.
    this.maxMissedPackets = engine.maxQueuedPackets() / 2;
    this.maxMissedBytes = engine.maxQueuedBytes() / 2;
  }

  /** A socket that is lost, and for how long it may be. */
  private static final class Absence extends TimerWheel.Timeout {
    private final SocketIoSocket socket;

    Absence(SocketIoSocket socket) {
      this.socket = socket;
    }

    @Override
    protected void onTimeout() {
      socket.endIfLost();
    }
  }

  EventStore events() {
    return events;
  }

  /** Whether that much can be sent at once. */
  boolean isDeliverable(List<EncodedPacket> missed) {
    return missed.size() <= maxMissedPackets
        && missed.stream().mapToLong(EncodedPacket::byteSize).sum() <= maxMissedBytes;
  }

  /** What a socket remembers of its events. */
  SentEvents newSentEvents(SocketIoSocket socket) {
    RecoveryClaim claim = socket.claim();
    return new SentEvents(config.maxEvents(), claim == null ? null : claim.offset());
  }

  /**
   * Whether a client says {@code recovery: false}: its library would hand the offsets to handlers
   * that do not expect them.
   *
   * @param auth the payload of its CONNECT packet
   */
  static boolean isDeclined(JsonNode auth) {
    return auth.path("recovery").isBoolean() && !auth.path("recovery").booleanValue();
  }

  /** Proves that a client was this socket: its id, which others may know, and a secret. */
  static String newPrivateId(String socketId) {
    return socketId + SessionIds.next();
  }

  /**
   * The socket whose private id a client shows.
   *
   * @return null if there is none, or its time is over
   */
  static @Nullable SocketIoSocket find(Namespace namespace, SocketIoSocket arriving) {
    RecoveryClaim claim = arriving.claim();
    if (claim == null || claim.privateId().length() != 2 * SessionIds.LENGTH) {
      return null;
    }
    String privateId = claim.privateId();
    SocketIoSocket found = namespace.member(privateId.substring(0, SessionIds.LENGTH));
    return found != null && isEqual(privateId, found.privateId()) ? found : null;
  }

  private static boolean isEqual(String shown, @Nullable String known) {
    return known != null
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits for a socket that has just been lost. Called with the socket locked. */
  void await(SocketIoSocket socket) {
    Absence absence = new Absence(socket);
    Absence tooMany = null;
    synchronized (lost) {
      lost.put(socket, absence);
      if (lost.size() > config.maxSockets()) {
        tooMany = lost.remove(lost.keySet().iterator().next());
      }
    }
    timers.schedule(absence, config.window());
    if (tooMany != null) {
      timers.schedule(tooMany, Duration.ZERO);
    }
  }

  /** Waits for a socket no longer: it is back, or gone for good. */
  void settle(SocketIoSocket socket) {
    Absence absence;
    synchronized (lost) {
      absence = lost.remove(socket);
    }
    if (absence != null) {
      timers.cancel(absence);
    }
  }
}
