/** Who is let in, and put out again. */
package io.parley.application.access;
