/**
 * Counts the pods of a PodDisruptionBudget into its status, from which the API server decides whether an eviction is
 * allowed. How many pods there should be is asked of their controllers, so that a pod that is just being replaced counts
 * as missing. And it takes back {@code DisruptionTarget} from pods that were not disrupted after all.
 */
@NullMarked
package dev.navarch.controllers.disruption;

import org.jspecify.annotations.NullMarked;
