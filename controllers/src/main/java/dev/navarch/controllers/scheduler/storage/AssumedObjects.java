package dev.navarch.controllers.scheduler.storage;

import dev.navarch.controllers.scheduler.framework.Lister;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects as they will be once what was decided is written, on top of what an informer shows. An assumption ends when it
 * is taken back or when the informer shows something newer. Thread-safe.
 */
public final class AssumedObjects<T extends HasMetadata> {

    private final Lister<T> lister;
    private final Map<String, T> assumed = new ConcurrentHashMap<>();

    public AssumedObjects(Lister<T> lister) {
        this.lister = lister;
    }

    /** As assumed; null when there is no such object. */
    public @Nullable T get(String namespace, String name) {
        T known = lister.get(namespace, name);
        return known == null ? null : overlay(known);
    }

    /** As the informer shows it. */
    public @Nullable T known(String namespace, String name) {
        return lister.get(namespace, name);
    }

    public List<T> list() {
        List<T> result = new ArrayList<>();
        for (T known : lister.list()) {
            result.add(overlay(known));
        }
        return result;
    }

    private T overlay(T known) {
        if (assumed.isEmpty()) {
            return known;
        }
        T assumption = assumed.get(known.getMetadata().getUid());
        if (assumption == null) {
            return known;
        }
        if (isNewer(known, assumption)) {
            assumed.remove(known.getMetadata().getUid(), assumption);
            return known;
        }
        return assumption;
    }

    public void assume(T object) {
        assumed.put(object.getMetadata().getUid(), object);
    }

    public void restore(T object) {
        assumed.remove(object.getMetadata().getUid());
    }

    /** Whether a is a later version than b of the same object (KEP-5504: versions of one kind can be compared). */
    public static boolean isNewer(HasMetadata a, HasMetadata b) {
        return version(a) > version(b);
    }

    private static long version(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        try {
            return version == null ? 0 : Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
