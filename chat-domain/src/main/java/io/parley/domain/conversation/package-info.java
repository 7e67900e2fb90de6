/** What two users share, and who may take part. */
package io.parley.domain.conversation;
