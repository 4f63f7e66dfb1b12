/**
 * Priority classes: what must hold of them. Classes of the system can be made by their known names and values only.
 */
@NullMarked
package dev.navarch.apiserver.kind.scheduling;

import org.jspecify.annotations.NullMarked;
