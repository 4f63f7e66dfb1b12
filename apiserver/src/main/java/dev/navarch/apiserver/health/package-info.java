/**
 * {@code /healthz}, {@code /livez} and {@code /readyz}: named checks, all of them or one, with upstream's parameters and
 * texts. A check is a question that is quick to answer; what takes time is watched elsewhere.
 */
@NullMarked
package dev.navarch.apiserver.health;

import org.jspecify.annotations.NullMarked;
