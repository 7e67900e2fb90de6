/** The directory that belongs to one running service: its lock and its generated secrets. */
package io.parley.bootstrap.data;
