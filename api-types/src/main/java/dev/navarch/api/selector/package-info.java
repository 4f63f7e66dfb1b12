/**
 * Label and field selectors: what the parameters {@code labelSelector} and {@code fieldSelector} say, and what {@code
 * LabelSelector} objects say. Grammar, matching and error texts are upstream's. Everything is immutable.
 */
@NullMarked
package dev.navarch.api.selector;

import org.jspecify.annotations.NullMarked;
