/** Keeps objects out of namespaces that are missing or being deleted, and the system's own namespaces from deletion. */
@NullMarked
package dev.navarch.apiserver.admission.namespacelifecycle;

import org.jspecify.annotations.NullMarked;
