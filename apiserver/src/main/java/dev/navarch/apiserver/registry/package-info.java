/**
 * Objects by resource: one generic implementation of every verb over the watch cache and storage. A kind that is
 * special gives a {@link dev.navarch.apiserver.registry.ResourceStrategy}; nothing here names a kind. {@link
 * dev.navarch.apiserver.registry.ObjectReader} and {@link dev.navarch.apiserver.registry.ObjectWriter} are how the rest
 * of the server sees objects, never over HTTP.
 */
@NullMarked
package dev.navarch.apiserver.registry;

import org.jspecify.annotations.NullMarked;
