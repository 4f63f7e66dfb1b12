/**
 * Publishes the pods behind each Service as one Endpoints object of the Service's name, for readers that do not know
 * EndpointSlices: in the Service's first address family, at most a thousand addresses.
 */
@NullMarked
package dev.navarch.controllers.endpoint;

import org.jspecify.annotations.NullMarked;
