/** Namespaces: the label with their name, and the finalizer that keeps them until they are empty. */
@NullMarked
package dev.navarch.apiserver.kind.core.namespace;

import org.jspecify.annotations.NullMarked;
