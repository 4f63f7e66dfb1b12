/** Persistent volumes and the claims to them: what must hold of each, and what stays once they are bound. */
@NullMarked
package dev.navarch.apiserver.kind.core.persistentvolume;

import org.jspecify.annotations.NullMarked;
