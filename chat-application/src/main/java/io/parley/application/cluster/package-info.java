/**
 * Several nodes that are one chat: events on their way from one to the others.
 *
 * <p>Internal: may change without notice.
 */
package io.parley.application.cluster;
