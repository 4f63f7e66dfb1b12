/**
 * Acting as another user by the {@code Impersonate-*} headers: what they ask for, and whether the requestor may. Both
 * the constrained modes (KEP-5284) and the original one are understood; the first that allows wins.
 */
@NullMarked
package dev.navarch.apiserver.impersonation;

import org.jspecify.annotations.NullMarked;
