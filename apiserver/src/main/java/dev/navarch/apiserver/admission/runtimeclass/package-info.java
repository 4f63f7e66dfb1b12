/** Applies a pod's runtime class: overhead and scheduling. */
@NullMarked
package dev.navarch.apiserver.admission.runtimeclass;

import org.jspecify.annotations.NullMarked;
