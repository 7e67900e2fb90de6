/**
 * The store ports on PostgreSQL: jOOQ for reads and single changes, groups of drafts in one
 * transaction for appends, Flyway for the schema.
 */
package io.parley.adapter.postgres;
