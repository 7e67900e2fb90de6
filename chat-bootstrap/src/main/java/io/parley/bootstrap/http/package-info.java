/** What the service serves over HTTP beside the adapters' own routes. */
package io.parley.bootstrap.http;
