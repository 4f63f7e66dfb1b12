/**
 * What an API object is, without I/O and without threads: metadata, schemas, merges, encodings and the catalog of
 * built-in kinds. Everything below this package is a pure function or an immutable value.
 */
@NullMarked
package dev.navarch.api;

import org.jspecify.annotations.NullMarked;
