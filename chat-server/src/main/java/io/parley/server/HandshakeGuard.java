package io.parley.server;

import io.parley.adapter.websocket.connection.AddressGuard;
import io.parley.domain.error.RateLimitedException;
import io.parley.domain.limit.AddressBlock;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.port.RateLimiter;

/** Lets an address, or IPv6 network, open as many sessions as its limits say. */
record HandshakeGuard(RateLimiter limiter) implements AddressGuard {
  @Override
  public boolean admits(String remoteAddress) {
    try {
      limiter.spend(LimitedAction.CONNECT, remoteAddress);
      return true;
    } catch (RateLimitedException refused) {
      return false;
    }
  }

  @Override
  public String countedAs(String remoteAddress) {
    return AddressBlock.of(remoteAddress);
  }
}
