package dev.navarch.controllers.garbagecollector;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last owners that were found not to exist; UIDs never come back. Guarded by this object's monitor. */
final class AbsentOwners {

    private static final int REMEMBERED = 500;

    private final Map<Identity, Boolean> absent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized void add(Identity identity) {
        absent.put(identity, true);
    }

    synchronized boolean contains(Identity identity) {
        return absent.get(identity) != null;
    }
}
