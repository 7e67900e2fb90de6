package io.parley.adapter.websocket.event;

/**
 * What one user, and one socket, may have at a time.
 *
 * @param socketsPerUser on this node; the next one is refused
 * @param roomsPerSocket conversations that one socket follows; the next join is refused
 * @param sendsInFlight messages of one socket that are not answered yet; nothing more is read from
 *     it until there are fewer
 */
public record SocketLimits(int socketsPerUser, int roomsPerSocket, int sendsInFlight) {
  public SocketLimits {
    if (socketsPerUser < 1 || roomsPerSocket < 1 || sendsInFlight < 1) {
      throw new IllegalArgumentException("must be at least 1");
    }
  }

  /** 20 sockets, 1,000 conversations each, 64 messages on their way. */
  public static SocketLimits defaults() {
    return new SocketLimits(20, 1_000, 64);
  }

  public SocketLimits withSocketsPerUser(int number) {
    return new SocketLimits(number, roomsPerSocket, sendsInFlight);
  }

  public SocketLimits withRoomsPerSocket(int number) {
    return new SocketLimits(socketsPerUser, number, sendsInFlight);
  }
}
