package shop;

/** Somebody who buys or sells. */
record Account(long id, String name, String handle) {}
