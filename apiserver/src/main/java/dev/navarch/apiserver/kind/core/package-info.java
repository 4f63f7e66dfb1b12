/** The kinds of the core group: one table of what is special about them, and a package for each that has rules. */
@NullMarked
package dev.navarch.apiserver.kind.core;

import org.jspecify.annotations.NullMarked;
