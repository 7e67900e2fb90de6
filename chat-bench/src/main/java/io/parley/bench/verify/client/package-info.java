/** Users and their devices, who chat, lose their connections, and come back. */
package io.parley.bench.verify.client;
