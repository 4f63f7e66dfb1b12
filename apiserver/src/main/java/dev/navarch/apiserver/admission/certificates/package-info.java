/** Who may approve and sign certificate requests, and for whom none is issued. */
@NullMarked
package dev.navarch.apiserver.admission.certificates;

import org.jspecify.annotations.NullMarked;
