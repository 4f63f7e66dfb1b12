/** Adds tolerations to pods: for nodes that fail, and for nodes set aside for extended resources. */
@NullMarked
package dev.navarch.apiserver.admission.tolerations;

import org.jspecify.annotations.NullMarked;
