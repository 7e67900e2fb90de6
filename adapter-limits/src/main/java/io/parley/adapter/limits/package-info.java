/** Limits on how often something may be done: token buckets, which Bucket4j keeps. */
package io.parley.adapter.limits;
