/** Facts that expire and are never stored durably: connections and typing. */
package io.parley.domain.presence;
