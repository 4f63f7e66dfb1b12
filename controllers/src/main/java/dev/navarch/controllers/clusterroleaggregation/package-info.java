/** Fills cluster roles that gather the rules of others, chosen by label: {@code admin}, {@code edit} and {@code view}. */
@NullMarked
package dev.navarch.controllers.clusterroleaggregation;

import org.jspecify.annotations.NullMarked;
