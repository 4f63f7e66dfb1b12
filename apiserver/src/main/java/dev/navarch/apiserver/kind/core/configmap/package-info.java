/** Config maps: keys, size, and maps that are frozen. */
@NullMarked
package dev.navarch.apiserver.kind.core.configmap;

import org.jspecify.annotations.NullMarked;
