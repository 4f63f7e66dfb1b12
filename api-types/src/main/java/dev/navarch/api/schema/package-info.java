/**
 * What a kind looks like: the {@code StructuralSchema} that decoding, defaulting, merging and validation of built-in and
 * custom kinds share. Schemas are immutable and may be recursive.
 */
@NullMarked
package dev.navarch.api.schema;

import org.jspecify.annotations.NullMarked;
