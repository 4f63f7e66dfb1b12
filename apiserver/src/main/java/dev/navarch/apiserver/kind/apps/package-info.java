/** Deployments, ReplicaSets, DaemonSets, StatefulSets: defaults and checks of the workload kinds. */
@NullMarked
package dev.navarch.apiserver.kind.apps;

import org.jspecify.annotations.NullMarked;
