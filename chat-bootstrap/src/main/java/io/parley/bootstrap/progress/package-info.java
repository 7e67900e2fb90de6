/** Shows long work to whoever waits for it: a bar on a terminal, a line now and then elsewhere. */
package io.parley.bootstrap.progress;
