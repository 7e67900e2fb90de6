package shop;

import java.util.UUID;

/** Somebody who buys or sells. */
record Account(UUID id, String name, String handle) {}
