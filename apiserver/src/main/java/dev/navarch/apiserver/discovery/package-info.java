/**
 * Tells clients what is served: the legacy documents ({@code /api}, {@code /apis} and a list of resources for each group
 * version) and the aggregated ones with their ETag. Both are made from the resource registry as it stands and made anew
 * after it changed.
 */
@NullMarked
package dev.navarch.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
