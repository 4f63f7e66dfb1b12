/**
 * Events, which are served by two groups under different names of fields and stored once, as {@code v1}.
 */
@NullMarked
package dev.navarch.apiserver.kind.core.event;

import org.jspecify.annotations.NullMarked;
