/**
 * The vocabulary of the Kubernetes API: group, version, kind and resource, object metadata, quantities, selectors, names
 * and the {@code Status} every error is. Objects are Jackson trees ({@code ObjectNode}); the classes here read and write
 * those trees and hold no state of their own. Nothing here does I/O.
 */
@NullMarked
package dev.navarch.api.meta;

import org.jspecify.annotations.NullMarked;
