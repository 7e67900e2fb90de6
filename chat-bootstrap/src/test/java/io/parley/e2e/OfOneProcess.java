package io.parley.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A test of what one process does, or keeps for itself, which the load balancer in front of several
 * hides; {@link TestServer} says how it is given several.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = TestServer.SPREAD_PROPERTY,
    matches = ".+",
    disabledReason = "is about one process, and there are three behind a load balancer")
@interface OfOneProcess {}
