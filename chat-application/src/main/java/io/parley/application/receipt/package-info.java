/** What users do about reading: mark, and see what waits. */
package io.parley.application.receipt;
