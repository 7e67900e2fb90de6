/** The whole service, tested from outside: over HTTP, Socket.IO and as a process. */
package io.parley.e2e;
