/**
 * The kinds of {@code rbac.authorization.k8s.io}: what a role and a binding must look like, and that nobody grants more
 * than it holds.
 */
@NullMarked
package dev.navarch.apiserver.kind.rbac;

import org.jspecify.annotations.NullMarked;
