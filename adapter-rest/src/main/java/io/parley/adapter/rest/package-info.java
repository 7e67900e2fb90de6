/**
 * The REST transport: routes, JSON records, and the one place where an error becomes an HTTP
 * status. {@link io.parley.adapter.rest.RestApi} puts it all into a Javalin application.
 */
package io.parley.adapter.rest;
