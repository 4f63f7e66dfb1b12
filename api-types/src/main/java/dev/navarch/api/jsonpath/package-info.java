/**
 * JSONPath as kubectl and the printer columns of custom resources use it: fields, indexes, slices, wildcards, unions,
 * recursive descent and filters. Paths are immutable; what is missing gives nothing.
 */
@NullMarked
package dev.navarch.api.jsonpath;

import org.jspecify.annotations.NullMarked;
