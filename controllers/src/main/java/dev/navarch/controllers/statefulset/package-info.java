/**
 * Keeps pods that are told apart: each has an ordinal, a name, a host name and claims that outlive it. Ordered sets make
 * them one after the other and take them away in the opposite order, each step only when all before it are ready;
 * parallel ones do not wait. Updates replace the pods from the highest ordinal down to the partition.
 */
@NullMarked
package dev.navarch.controllers.statefulset;

import org.jspecify.annotations.NullMarked;
