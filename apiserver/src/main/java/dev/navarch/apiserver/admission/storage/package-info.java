/** Classes and protection of volumes and claims. */
@NullMarked
package dev.navarch.apiserver.admission.storage;

import org.jspecify.annotations.NullMarked;
