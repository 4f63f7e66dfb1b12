/**
 * Runtime classes: what must hold of them; their overhead and tolerations follow the rules of pods.
 */
@NullMarked
package dev.navarch.apiserver.kind.node;

import org.jspecify.annotations.NullMarked;
