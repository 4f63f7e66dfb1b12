/**
 * The kubelet: makes the pods that are bound to a node run there, and tells the API how they fare. {@code Kubelet} wires
 * the parts together and is the only public entry; each part is a package whose page says what it may know of the others.
 * It keeps no state of its own: after a restart everything is read back from the API and from the container runtime.
 */
@NullMarked
package dev.navarch.kubelet;

import org.jspecify.annotations.NullMarked;
