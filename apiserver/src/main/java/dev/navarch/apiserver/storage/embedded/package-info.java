/**
 * Storage in a directory, on RocksDB: what {@code navarch up} uses. A write that was acknowledged survives kill -9 and
 * power loss, since it is answered after its log has been synced, together with all others that waited. One process at a
 * time; a directory that cannot be opened is refused with one line that says why, never repaired by losing data.
 */
@NullMarked
package dev.navarch.apiserver.storage.embedded;

import org.jspecify.annotations.NullMarked;
