/**
 * The controller manager: upstream's controllers by their upstream names, in one process, on shared informers. {@link
 * dev.navarch.controllers.ControllerManager} is the entry; {@link dev.navarch.controllers.ControllerCatalog} lists what
 * it can run. A controller lives in a package of its own, knows no other, and speaks to the cluster only through the
 * API server.
 */
@NullMarked
package dev.navarch.controllers;

import org.jspecify.annotations.NullMarked;
