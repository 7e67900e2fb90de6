/**
 * Events of a conversation on their way to whoever delivers them: in order and without holes.
 *
 * <p>Internal: may change without notice.
 */
package io.parley.application.delivery;
