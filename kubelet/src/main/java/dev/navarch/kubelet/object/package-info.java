/**
 * The API objects that the kubelet reads: facts about pods, the ConfigMaps and Secrets that pods of this node refer
 * to (watched one by one, since the Node authorizer allows no more, for as long as a pod needs them).
 */
@NullMarked
package dev.navarch.kubelet.object;

import org.jspecify.annotations.NullMarked;
