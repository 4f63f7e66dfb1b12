/** Keeps a pod in the zone of its volumes, where volumes are labelled with theirs. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.volumezone;

import org.jspecify.annotations.NullMarked;
