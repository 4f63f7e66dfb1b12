/**
 * What is special about each built-in kind. {@link dev.navarch.apiserver.kind.KindStrategies} is the one table of them;
 * a kind that data can describe is a row of it ({@link dev.navarch.apiserver.kind.DescribedStrategy}), one that cannot
 * has a strategy in a package of its own. The registry asks for a strategy by resource and names no kind itself.
 */
@NullMarked
package dev.navarch.apiserver.kind;

import org.jspecify.annotations.NullMarked;
