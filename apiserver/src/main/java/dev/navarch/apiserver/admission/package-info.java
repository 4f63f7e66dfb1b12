/**
 * What an object must pass before it is stored: plugins that change it, then plugins that refuse it. A plugin sees one
 * request at a time through {@link dev.navarch.apiserver.admission.AdmissionAttributes}; each lives in a package of its
 * own below this one. The order is upstream's and is part of the behaviour.
 */
@NullMarked
package dev.navarch.apiserver.admission;

import org.jspecify.annotations.NullMarked;
