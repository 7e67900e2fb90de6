/** {@link io.parley.application.Chat}: the one way in for an application that embeds the chat. */
package io.parley.application;
