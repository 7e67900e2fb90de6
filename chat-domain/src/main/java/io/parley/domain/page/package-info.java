/** Parts of lists: what is asked for, and what comes back. */
package io.parley.domain.page;
