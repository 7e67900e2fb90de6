/**
 * Brings the history of a chat on Express, Socket.IO and Sequelize into the schema {@code chat}:
 * read in batches, arranged in sets, and to be seen all at once.
 *
 * <p>Internal: may change without notice.
 */
package io.parley.adapter.postgres.nodechat;
