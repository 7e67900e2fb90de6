package io.parley.adapter.webhooks;

/**
 * What one request tells.
 *
 * @param id the same whenever it is told again
 * @param conversation whose events are told one after the other
 * @param body JSON
 */
record WebhookEvent(String id, long conversation, String body) {}
