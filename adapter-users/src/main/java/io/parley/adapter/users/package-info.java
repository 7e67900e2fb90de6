/** Asks a service of the host over HTTP who its users are. */
package io.parley.adapter.users;
