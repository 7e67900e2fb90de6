/** What users do with messages: send, delete, read back, search. */
package io.parley.application.message;
