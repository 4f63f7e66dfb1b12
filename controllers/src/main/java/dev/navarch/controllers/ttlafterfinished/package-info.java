/** Deletes jobs, and with them their pods, so many seconds after they ended as they ask for themselves. */
@NullMarked
package dev.navarch.controllers.ttlafterfinished;

import org.jspecify.annotations.NullMarked;
