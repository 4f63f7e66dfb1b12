/** Nodes: defaults and what may change. */
@NullMarked
package dev.navarch.apiserver.kind.core.node;

import org.jspecify.annotations.NullMarked;
