/** The chat as a part of a Spring Boot application on Jetty: its beans, and how they are set. */
package io.parley.spring;
