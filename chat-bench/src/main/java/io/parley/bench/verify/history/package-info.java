/** What happened, as the clients have written it down; nothing in here judges. */
package io.parley.bench.verify.history;
