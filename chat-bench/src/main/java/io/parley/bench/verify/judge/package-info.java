/** Compares what the clients have seen with what the contract promises; pure. */
package io.parley.bench.verify.judge;
