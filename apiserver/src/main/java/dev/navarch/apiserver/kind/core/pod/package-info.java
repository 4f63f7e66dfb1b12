/** Pods: defaults, the life of a pod from creation to graceful deletion, and what may change in between. */
@NullMarked
package dev.navarch.apiserver.kind.core.pod;

import org.jspecify.annotations.NullMarked;
