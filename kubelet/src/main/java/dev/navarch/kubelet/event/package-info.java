/**
 * Events about pods and the node, written to the API in the background. Recording never blocks and never fails the
 * caller; equal events become one with a count.
 */
@NullMarked
package dev.navarch.kubelet.event;

import org.jspecify.annotations.NullMarked;
