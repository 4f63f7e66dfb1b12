/**
 * What persistent volumes, claims and storage classes say, as several plugins ask it. Pure functions on objects, except
 * for {@link dev.navarch.controllers.scheduler.storage.AssumedObjects}, which remembers what was written a moment ago.
 */
@NullMarked
package dev.navarch.controllers.scheduler.storage;

import org.jspecify.annotations.NullMarked;
