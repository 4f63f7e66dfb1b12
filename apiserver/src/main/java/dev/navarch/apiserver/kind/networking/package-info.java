/**
 * Ingresses and their classes, network policies, addresses and ranges of Services: what must hold of them. Addresses of
 * Services are given out elsewhere ({@code kind.core.service}); here they are only checked.
 */
@NullMarked
package dev.navarch.apiserver.kind.networking;

import org.jspecify.annotations.NullMarked;
