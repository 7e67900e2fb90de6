/** What the core needs from outside; the contract of each port is tested in chat-testkit. */
package io.parley.domain.port;
