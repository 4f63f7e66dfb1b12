/**
 * The kinds that are questions: POSTed, answered, never stored. Who am I, whose token is this, may they do that; and the
 * token of a service account.
 */
@NullMarked
package dev.navarch.apiserver.review;

import org.jspecify.annotations.NullMarked;
