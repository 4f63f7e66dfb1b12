/**
 * The watch cache, one a resource: all its objects as the bytes that clients get, fed by one watch of storage, with
 * recent states and recent changes to serve lists and watches from. Storage is the truth and the cache never invents:
 * what it answers was the state of storage at the revision it says. Memory is bounded by what is stored and by the ring of
 * recent changes; readers who lag behind that are dropped.
 */
@NullMarked
package dev.navarch.apiserver.cache;

import org.jspecify.annotations.NullMarked;
