/** Gives an ingress the default class. */
@NullMarked
package dev.navarch.apiserver.admission.ingress;

import org.jspecify.annotations.NullMarked;
