/**
 * A loop a pod: what its spec asks for, what the runtime has, the difference, and the status that tells of it. One
 * virtual thread owns a pod from the moment it is seen until nothing of it is left; nobody else starts or stops its
 * containers. Deciding (PodActionPlanner, PodPhases, ContainerStatuses) is pure and apart from doing.
 */
@NullMarked
package dev.navarch.kubelet.pod;

import org.jspecify.annotations.NullMarked;
