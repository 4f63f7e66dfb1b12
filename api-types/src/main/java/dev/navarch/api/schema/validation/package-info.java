/**
 * Checks objects against the schemas of CustomResourceDefinitions: types, bounds, patterns, formats, junctors and the
 * uniqueness of list items, with the errors and in the words of upstream. On updates, what is wrong with a part that did
 * not change is let pass (ratcheting). CEL rules are checked elsewhere. Patterns are RE2, as Go's: no pattern makes
 * checking a value slow.
 */
@NullMarked
package dev.navarch.api.schema.validation;

import org.jspecify.annotations.NullMarked;
