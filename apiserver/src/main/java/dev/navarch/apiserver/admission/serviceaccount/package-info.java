/** Gives every pod a service account, its token and its pull secrets. */
@NullMarked
package dev.navarch.apiserver.admission.serviceaccount;

import org.jspecify.annotations.NullMarked;
