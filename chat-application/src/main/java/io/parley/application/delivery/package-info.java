/** Events of a conversation on their way to whoever delivers them: in order and without holes. */
package io.parley.application.delivery;
