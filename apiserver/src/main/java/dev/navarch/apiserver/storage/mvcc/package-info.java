/**
 * etcd's semantics for stores in this process: revisions, history until compaction, watches, times to live, group
 * commit. Where the bytes go is a {@link dev.navarch.apiserver.storage.mvcc.Ledger}: memory or disk. One thread commits,
 * so revisions have no gaps and conflicts no races; readers work on snapshots and wait for nobody.
 */
@NullMarked
package dev.navarch.apiserver.storage.mvcc;

import org.jspecify.annotations.NullMarked;
