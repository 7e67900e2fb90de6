/** Looks at everything that the service needs before it starts, and says what to do. */
package io.parley.bootstrap.doctor;
