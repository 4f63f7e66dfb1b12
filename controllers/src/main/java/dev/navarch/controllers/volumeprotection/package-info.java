/** Keeps claims that a pod uses, and volumes that are bound, from going away when they are deleted: by a finalizer. */
@NullMarked
package dev.navarch.controllers.volumeprotection;

import org.jspecify.annotations.NullMarked;
