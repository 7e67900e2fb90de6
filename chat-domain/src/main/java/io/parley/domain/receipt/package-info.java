/** How far a participant has read: a position, not a flag on each message. */
package io.parley.domain.receipt;
