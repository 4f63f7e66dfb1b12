/**
 * Mirrors Endpoints that people make themselves, for Services without a selector, into EndpointSlices, so that proxies
 * need to read these only. One slice for each subset and address family.
 */
@NullMarked
package dev.navarch.controllers.endpointslicemirroring;

import org.jspecify.annotations.NullMarked;
