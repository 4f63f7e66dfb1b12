/**
 * What the controllers that publish the addresses of Services share: which pods are behind a Service and on which ports,
 * when the change happened that is published, and how slices are written and known again.
 */
@NullMarked
package dev.navarch.controllers.services;

import org.jspecify.annotations.NullMarked;
