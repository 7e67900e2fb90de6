/** How often somebody may do something. */
package io.parley.domain.limit;
