/** What happened, to be told to participants. */
package io.parley.domain.event;
