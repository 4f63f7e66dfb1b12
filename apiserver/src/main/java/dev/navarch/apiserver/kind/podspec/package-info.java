/**
 * What every kind that carries a pod specification has in common: its defaults, its checks and the walk over its
 * containers and volumes. Kinds call in; nothing here knows which kind it works for.
 */
@NullMarked
package dev.navarch.apiserver.kind.podspec;

import org.jspecify.annotations.NullMarked;
