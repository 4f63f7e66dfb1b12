/**
 * Devices: classes of them, claims and templates of claims, slices in which drivers publish what a node has. What must
 * hold of them; the expressions that select devices are compiled elsewhere.
 */
@NullMarked
package dev.navarch.apiserver.kind.resource;

import org.jspecify.annotations.NullMarked;
