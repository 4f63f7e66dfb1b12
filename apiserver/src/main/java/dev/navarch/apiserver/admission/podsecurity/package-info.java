/**
 * The Pod Security Standards: what pods may do to their node, by the level that labels of their namespace name. Levels
 * are versioned, so that a namespace can stay with the rules of a release.
 */
@NullMarked
package dev.navarch.apiserver.admission.podsecurity;

import org.jspecify.annotations.NullMarked;
