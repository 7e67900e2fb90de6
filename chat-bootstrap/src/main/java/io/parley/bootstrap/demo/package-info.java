/** Demo mode: users, conversations and how to try them out. */
package io.parley.bootstrap.demo;
