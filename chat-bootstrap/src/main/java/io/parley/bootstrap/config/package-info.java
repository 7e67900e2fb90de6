/** What an operator can set, read and checked once at the start, with every mistake reported. */
package io.parley.bootstrap.config;
