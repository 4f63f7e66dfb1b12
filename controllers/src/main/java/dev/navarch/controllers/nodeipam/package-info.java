/**
 * Gives every node a part of the cluster's pod network, one for each address family, and takes it back when the node
 * goes. What nodes have already is taken into account before anything is given out.
 */
@NullMarked
package dev.navarch.controllers.nodeipam;

import org.jspecify.annotations.NullMarked;
