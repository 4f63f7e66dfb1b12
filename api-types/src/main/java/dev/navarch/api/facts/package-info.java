/** Reads the text resources that hold upstream's facts; see {@link dev.navarch.api.facts.FactFile}. */
@NullMarked
package dev.navarch.api.facts;

import org.jspecify.annotations.NullMarked;
