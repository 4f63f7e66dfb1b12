/**
 * Rolls Deployments out: one ReplicaSet for each pod template, the newest scaled up while the others are scaled down,
 * within what the strategy allows. The revision of a template is an annotation on its ReplicaSet; old ReplicaSets stay,
 * up to the history limit, to be rolled back to. {@link dev.navarch.controllers.deployment.DeploymentSync} is the table
 * of contents of a sync; the arithmetic of rollouts is in {@link dev.navarch.controllers.deployment.RolloutMath}.
 */
@NullMarked
package dev.navarch.controllers.deployment;

import org.jspecify.annotations.NullMarked;
