package io.parley.bootstrap;

import io.parley.bootstrap.http.Endpoint;
import java.util.Set;

/**
 * Everything that clients can call on a running service, and hear from it, as it really is
 * registered: what documents say is held to that.
 *
 * @param events the names of the Socket.IO events that clients can send
 * @param serverEvents the names of the Socket.IO events that clients may hear
 */
public record Offer(Set<Endpoint> endpoints, Set<String> events, Set<String> serverEvents) {
  public Offer {
    endpoints = Set.copyOf(endpoints);
    events = Set.copyOf(events);
    serverEvents = Set.copyOf(serverEvents);
  }
}
