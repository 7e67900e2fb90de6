/** The HTTP server of the service, and what it serves beside the adapters' own routes. */
package io.parley.bootstrap.http;
