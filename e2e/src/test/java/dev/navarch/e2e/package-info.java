/**
 * Scenarios on running clusters, through what users have: the launcher, real kubectl of every installed version, the
 * Fabric8 client and an operator. Nothing here sees the inside of Navarch. Each test class has a cluster of its own name
 * and port ({@link dev.navarch.e2e.Cluster}) and leaves nothing behind.
 */
@NullMarked
package dev.navarch.e2e;

import org.jspecify.annotations.NullMarked;
