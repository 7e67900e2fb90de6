package io.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of {@code GET /}. */
record RootResponse(@JsonProperty("STATUS") String status, @JsonProperty("HEALTH") String health) {}
