/**
 * The drill of hostile clients: each {@link io.parley.bench.abuse.Attack} for some seconds, while
 * honest users chat. It goes against servers on this machine only.
 */
package io.parley.bench.abuse;
