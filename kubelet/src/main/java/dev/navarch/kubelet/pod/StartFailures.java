package dev.navarch.kubelet.pod;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Why a container that ought to run was not started the last time, by pod and container. Thread-safe. */
final class StartFailures {

    /** @param reason as the container's waiting state shows it: {@code CrashLoopBackOff}, {@code ErrImagePull}, … */
    record StartFailure(String reason, String message) {}

    private final Map<String, StartFailure> failures = new ConcurrentHashMap<>();

    void put(String podUid, String container, String reason, String message) {
        failures.put(podUid + "/" + container, new StartFailure(reason, message));
    }

    void clear(String podUid, String container) {
        failures.remove(podUid + "/" + container);
    }

    void forget(String podUid) {
        failures.keySet().removeIf(k -> k.startsWith(podUid + "/"));
    }

    Optional<StartFailure> get(String podUid, String container) {
        return Optional.ofNullable(failures.get(podUid + "/" + container));
    }
}
