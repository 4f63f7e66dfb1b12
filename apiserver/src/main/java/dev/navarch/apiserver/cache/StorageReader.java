package dev.navarch.apiserver.cache;

import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.Page;
import dev.navarch.apiserver.storage.RangeRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Answers lists from storage itself: states that are older than what the cache keeps, or that it does not reach in time. */
final class StorageReader {

    private static final int MIN_PAGE_SIZE = 100;

    private final Storage storage;
    private final ObjectDecoder decoder;

    StorageReader(Storage storage, ObjectDecoder decoder) {
        this.storage = storage;
        this.decoder = decoder;
    }

    /** @param revision 0 for the latest */
    ObjectList list(ListQuery query, long revision) {
        if (new Scope(query.scope()).isKey()) {
            return listKey(query, revision);
        }
        var items = new ArrayList<CachedObject>();
        String start = query.startKey();
        long fixed = revision;
        while (true) {
            Page page = storage.list(new RangeRequest(query.scope(), start, fixed, pageSize(query)));
            fixed = page.revision();
            for (int i = 0; i < page.items().size(); i++) {
                add(page.items().get(i), query, items);
                if (query.limit() > 0 && items.size() == query.limit()) {
                    long behind = page.items().size() - 1 - i + page.remaining();
                    OptionalLong remaining = query.predicate() == null ? OptionalLong.of(behind) : OptionalLong.empty();
                    return new ObjectList(List.copyOf(items), fixed, behind > 0, remaining);
                }
            }
            if (page.remaining() == 0) {
                return new ObjectList(List.copyOf(items), fixed, false, OptionalLong.of(0));
            }
            start = Keys.after(page.items().getLast().key());
        }
    }

    /** Of all keys that begin with a key, itself is the first. */
    private ObjectList listKey(ListQuery query, long revision) {
        Page page = storage.list(new RangeRequest(query.scope(), query.startKey(), revision, 1));
        var items = new ArrayList<CachedObject>();
        for (KeyValue item : page.items()) {
            if (item.key().equals(query.scope())) {
                add(item, query, items);
            }
        }
        return new ObjectList(List.copyOf(items), page.revision(), false, OptionalLong.of(0));
    }

    private static int pageSize(ListQuery query) {
        if (query.limit() == 0 || query.predicate() == null) {
            return query.limit();
        }
        return Math.max(query.limit(), MIN_PAGE_SIZE);
    }

    private void add(KeyValue item, ListQuery query, List<CachedObject> items) {
        CachedObject object;
        try {
            object = decoder.decode(item.key(), item.value(), item.modRevision());
        } catch (CorruptObject e) {
            return; // as in the cache
        }
        if (query.predicate() == null || query.predicate().test(object)) {
            items.add(object);
        }
    }
}
