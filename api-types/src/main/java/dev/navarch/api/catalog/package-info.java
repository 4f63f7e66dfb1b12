/**
 * The built-in kinds as facts: names, scope, verbs, subresources, storage, schemas, columns of tables.
 *
 * <p>The facts are text resources beside these classes, one resource or definition a line, read from a byte index:
 * a schema is parsed when it is first asked for, so that starting a server costs a few milliseconds. Adding a kind
 * without special behaviour is adding lines there.
 */
@NullMarked
package dev.navarch.api.catalog;

import org.jspecify.annotations.NullMarked;
