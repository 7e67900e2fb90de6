package io.parley.adapter.webhooks;

/**
 * How the webhooks of this node get on.
 *
 * @param delivered events that were taken
 * @param retries posts that were not, and are repeated
 * @param refused events that the receiver does not want, and that were left out
 * @param behind messages that are stored and not delivered; 0 on nodes that do not deliver
 */
public record WebhookStatistics(long delivered, long retries, long refused, long behind) {}
