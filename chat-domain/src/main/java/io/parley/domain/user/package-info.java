/** The host application's users, as far as the chat needs them. */
package io.parley.domain.user;
