/**
 * What must hold of volumes, wherever they stand: in pods, in persistent volumes, in claims and their templates. Legacy
 * kinds of volumes are rows of required fields; those with rules of their own have a class.
 */
@NullMarked
package dev.navarch.apiserver.kind.volumes;

import org.jspecify.annotations.NullMarked;
