/** One vocabulary of refusals and failures for every transport. */
package io.parley.domain.error;
