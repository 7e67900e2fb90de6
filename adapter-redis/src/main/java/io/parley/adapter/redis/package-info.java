/** The bus between the nodes of a cluster, on Redis or Valkey. */
package io.parley.adapter.redis;
