/** A notifier that hands new messages to a push service, as an example of an adapter. */
package io.parley.examples.push;
