/** Who the users are: their numbers, and what is said of them. */
package io.parley.application.user;
