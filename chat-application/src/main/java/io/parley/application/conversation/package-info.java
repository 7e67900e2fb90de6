/** What users do with conversations: list them, follow one, and who may. */
package io.parley.application.conversation;
