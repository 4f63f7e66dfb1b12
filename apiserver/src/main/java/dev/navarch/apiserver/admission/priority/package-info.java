/** Turns the name of a priority class into a pod's priority. */
@NullMarked
package dev.navarch.apiserver.admission.priority;

import org.jspecify.annotations.NullMarked;
