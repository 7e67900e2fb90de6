/** Gets a PostgreSQL that answers: one that the service runs itself, or one that runs already. */
package io.parley.bootstrap.database;
