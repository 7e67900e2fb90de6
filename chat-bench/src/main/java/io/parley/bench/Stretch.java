package io.parley.bench;

/** Is told when what is measured begins, after the warm-up, and when it ends. */
interface Stretch {
  void begin();

  void end();
}
