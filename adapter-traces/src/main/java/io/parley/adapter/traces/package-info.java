/**
 * Follows requests and events through the ports and tells OpenTelemetry what took how long. No
 * attribute has a token, a text or a name: ids, codes and numbers only.
 */
package io.parley.adapter.traces;
