/** Copies the topology labels of a node to the pods bound to it. */
@NullMarked
package dev.navarch.apiserver.admission.topology;

import org.jspecify.annotations.NullMarked;
