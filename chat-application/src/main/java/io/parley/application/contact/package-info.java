/** Asking for contact before one may write, and blocking. */
package io.parley.application.contact;
