/** How far a client knows what concerns its user. */
package io.parley.domain.sync;
