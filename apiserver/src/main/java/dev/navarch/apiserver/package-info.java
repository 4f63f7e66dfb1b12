/**
 * The API server: {@link dev.navarch.apiserver.ApiServer} puts its parts together, in one readable place. A request goes
 * through {@code RequestPipeline}: who asks, whether they may, whether there is room, then the resource's endpoint.
 */
@NullMarked
package dev.navarch.apiserver;

import org.jspecify.annotations.NullMarked;
