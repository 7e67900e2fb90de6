/** Several nodes that are one chat: events on their way from one to the others. */
package io.parley.application.cluster;
