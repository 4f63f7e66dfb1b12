/**
 * What controllers that make pods have in common: making and deleting them with the right events, remembering what was
 * asked for until the informer shows it ({@link dev.navarch.controllers.pods.Expectations}), and reading a pod's state.
 */
@NullMarked
package dev.navarch.controllers.pods;

import org.jspecify.annotations.NullMarked;
