/** Load scenarios against a chat server, and the figures that the documents quote. */
package io.parley.bench;
