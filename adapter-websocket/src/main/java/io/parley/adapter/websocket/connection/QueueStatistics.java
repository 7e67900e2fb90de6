package io.parley.adapter.websocket.connection;

/**
 * What waits for the clients of a server, at one moment. Each session is looked at, without a lock:
 * the numbers need not be of the same instant.
 *
 * @param pollingSessions sessions whose transport is HTTP long polling
 * @param webSocketSessions sessions whose transport is WebSocket
 * @param packets that wait for clients, over all sessions
 * @param bytes of these packets
 * @param longestQueue packets that wait for one client, at most
 * @param waitingSessions sessions that wait for a worker to write to them
 */
public record QueueStatistics(
    int pollingSessions,
    int webSocketSessions,
    long packets,
    long bytes,
    int longestQueue,
    int waitingSessions) {}
