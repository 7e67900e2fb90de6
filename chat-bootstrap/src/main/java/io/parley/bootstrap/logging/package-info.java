/** How log entries are written. */
package io.parley.bootstrap.logging;
