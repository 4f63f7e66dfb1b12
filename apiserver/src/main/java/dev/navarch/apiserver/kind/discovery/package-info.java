/**
 * EndpointSlices: what must hold of them, and what has to be said of addresses that are not written as they should be.
 */
@NullMarked
package dev.navarch.apiserver.kind.discovery;

import org.jspecify.annotations.NullMarked;
