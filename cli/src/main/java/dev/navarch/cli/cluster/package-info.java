/**
 * A cluster on this machine: its directory, its settings, its background process and its start in one JVM. The directory
 * is the whole state; a cluster runs exactly while the lock file in it is held, so a crash leaves nothing to clean up.
 */
@NullMarked
package dev.navarch.cli.cluster;

import org.jspecify.annotations.NullMarked;
