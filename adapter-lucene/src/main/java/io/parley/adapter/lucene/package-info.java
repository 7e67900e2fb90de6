/**
 * Search with a Lucene index on the local disk. The index follows {@link
 * io.parley.domain.port.MessageLog}; what it does not have yet is asked of the log, so that a
 * search sees every committed message. It can be deleted at any time, and is made anew.
 */
package io.parley.adapter.lucene;
