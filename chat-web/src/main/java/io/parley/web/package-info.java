/**
 * The web page: its files as resources, in {@code page} beside this package's classes. Its sources
 * are TypeScript, in {@code src/main/web}.
 *
 * <p>Internal: may change without notice.
 */
package io.parley.web;
