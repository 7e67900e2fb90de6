/** How a client that was away comes to know everything again. */
package io.parley.application.sync;
