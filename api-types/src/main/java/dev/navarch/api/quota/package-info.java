/**
 * What objects use of a namespace's quota, and what pods ask of a node: pure arithmetic on object trees, shared by the
 * admission that refuses and the controller that counts.
 */
@NullMarked
package dev.navarch.api.quota;

import org.jspecify.annotations.NullMarked;
