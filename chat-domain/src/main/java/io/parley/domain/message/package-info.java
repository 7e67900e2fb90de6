/** Messages and their parts; a value that exists is valid. */
package io.parley.domain.message;
