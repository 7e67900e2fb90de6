/** Who has asked whom for contact, and who has shut whom out. */
package io.parley.domain.contact;
