/**
 * Keeps the status of quotas true. The API server counts what it admits into the status; this counts again what is really
 * there when something goes, when limits change, and every five minutes. It does not count after each admission, since
 * its caches may lack what was admitted just now.
 */
@NullMarked
package dev.navarch.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;
