/** Endpoints: the older form of what EndpointSlices say. */
@NullMarked
package dev.navarch.apiserver.kind.core.endpoints;

import org.jspecify.annotations.NullMarked;
