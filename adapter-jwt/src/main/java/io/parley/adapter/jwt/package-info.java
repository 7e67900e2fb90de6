/**
 * Verifies and issues JSON Web Tokens (RFC 7519). jjwt does the cryptography; this package decides
 * which keys and algorithms count, and whom a token stands for.
 */
package io.parley.adapter.jwt;
