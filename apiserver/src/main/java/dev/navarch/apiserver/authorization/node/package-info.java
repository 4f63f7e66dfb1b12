/**
 * What kubelets may do: each only what concerns its own node and the pods bound to it. Follows pods, volumes and the
 * like by watches to know which secrets, config maps, claims and accounts a node has to do with.
 */
@NullMarked
package dev.navarch.apiserver.authorization.node;

import org.jspecify.annotations.NullMarked;
