/** Gives containers the default requests and limits of a namespace, and holds pods and claims to its bounds. */
@NullMarked
package dev.navarch.apiserver.admission.limitranger;

import org.jspecify.annotations.NullMarked;
