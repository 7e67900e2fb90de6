/**
 * Follows the message log and tells a service of the host of it, as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> has it: at least once, and in order
 * for each conversation.
 */
package io.parley.adapter.webhooks;
