/**
 * Publishes the pods behind each Service as EndpointSlices: one group of slices for each address family and set of
 * ports, at most a hundred endpoints a slice, and as few writes as possible when pods come and go ({@link
 * dev.navarch.controllers.endpointslice.SliceDistribution}).
 */
@NullMarked
package dev.navarch.controllers.endpointslice;

import org.jspecify.annotations.NullMarked;
