/**
 * The one seam to where objects are kept: keys in one ordered space, each write its own revision, history readable until
 * compacted, watches from any revision kept. Semantics are etcd's; every implementation passes the one contract suite.
 * An acknowledged write is as durable as the implementation says, and nothing above this package knows which one it is.
 */
@NullMarked
package dev.navarch.apiserver.storage;

import org.jspecify.annotations.NullMarked;
