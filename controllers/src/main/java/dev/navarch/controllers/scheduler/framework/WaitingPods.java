package dev.navarch.controllers.scheduler.framework;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pods that wait at Permit, of all profiles. Thread-safe. */
public final class WaitingPods {

    private final Map<String, WaitingPod> byUid = new ConcurrentHashMap<>();

    public @Nullable WaitingPod get(String uid) {
        return byUid.get(uid);
    }

    void add(WaitingPod pod) {
        byUid.put(pod.pod().uid(), pod);
    }

    void remove(String uid) {
        byUid.remove(uid);
    }
}
