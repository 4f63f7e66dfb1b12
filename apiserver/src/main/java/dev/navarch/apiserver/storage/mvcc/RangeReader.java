package dev.navarch.apiserver.storage.mvcc;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.Page;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.StorageException.Compacted;
import dev.navarch.apiserver.storage.StorageException.FutureRevision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists one state out of a view. The present one is there as keys; an earlier one is the present with the changes since
 * undone, each change knowing what it replaced. So the price of an old state is what has happened since.
 */
final class RangeReader {

    private final Ledger.View view;
    private final RangeRequest request;

    RangeReader(Ledger.View view, RangeRequest request) {
        this.view = view;
        this.request = request;
    }

    Page read() {
        long revision = request.revision() == 0 ? view.revision() : request.revision();
        if (revision > view.revision()) {
            throw new FutureRevision(revision, view.revision());
        }
        if (revision < view.compactedRevision()) {
            throw new Compacted(revision, view.compactedRevision());
        }
        List<Long> sources = revision == view.revision() ? presentRevisions() : earlierRevisions(revision);
        int count = request.limit() == 0 ? sources.size() : Math.min(request.limit(), sources.size());
        var items = new ArrayList<KeyValue>(count);
        for (long source : sources.subList(0, count)) {
            items.add(view.change(source).keyValue());
        }
        return new Page(items, revision, sources.size() - count);
    }

    /** For each key in range the revision of its change, by the order of keys. */
    private List<Long> presentRevisions() {
        var revisions = new ArrayList<Long>();
        view.keys(start(), state -> {
            if (!state.key().startsWith(request.prefix())) {
                return false;
            }
            revisions.add(state.modRevision());
            return true;
        });
        return revisions;
    }

    private List<Long> earlierRevisions(long revision) {
        var byKey = new TreeMap<String, Long>(Keys.ORDER);
        view.keys(start(), state -> {
            if (!state.key().startsWith(request.prefix())) {
                return false;
            }
            byKey.put(state.key(), state.modRevision());
            return true;
        });
        undo(revision, byKey);
        return List.copyOf(byKey.values());
    }

    private void undo(long revision, Map<String, Long> byKey) {
        String start = start();
        var undone = new HashSet<String>();
        view.changes(revision + 1, change -> {
            String key = change.key();
            if (key.startsWith(request.prefix()) && Keys.ORDER.compare(key, start) >= 0 && undone.add(key)) {
                if (change.previousRevision() == 0) {
                    byKey.remove(key);
                } else {
                    byKey.put(key, change.previousRevision());
                }
            }
            return true;
        });
    }

    private String start() {
        return request.startKey().isEmpty() ? request.prefix() : request.startKey();
    }
}
