/** Who is there, and who is typing. */
package io.parley.application.presence;
