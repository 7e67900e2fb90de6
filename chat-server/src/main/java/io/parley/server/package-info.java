/**
 * The chat with everything that clients see of it: the use cases, REST and the sockets, wired on
 * stores that are given, for an HTTP server to mount. It opens no port, reads no configuration and
 * knows no database.
 */
package io.parley.server;
