package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each object that this controller wrote. A cache that does not show it yet tells counters of the
 * past, and acting on these would run pods twice.
 */
public final class LastWrites {

    private final Map<String, BigInteger> versions = new ConcurrentHashMap<>();

    public <T extends HasMetadata> T note(T written) {
        versions.put(written.getMetadata().getUid(), version(written));
        return written;
    }

    public boolean isSeen(HasMetadata cached) {
        BigInteger written = versions.get(cached.getMetadata().getUid());
        return written == null || version(cached).compareTo(written) >= 0;
    }

    public void forget(HasMetadata object) {
        versions.remove(object.getMetadata().getUid());
    }

    private static BigInteger version(HasMetadata object) {
        return new BigInteger(object.getMetadata().getResourceVersion());
    }
}
