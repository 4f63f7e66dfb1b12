package dev.navarch.api.catalog;

import dev.navarch.api.meta.GroupVersionKind;
import java.util.List;

/**
 * A part of a resource under a path of its own, such as {@code status} or {@code scale}.
 *
 * @param kind what is read and written there; {@code autoscaling/v1 Scale} for {@code scale}
 * @param verbs as discovery shows them, sorted
 */
public record SubresourceDescriptor(String name, GroupVersionKind kind, List<String> verbs) {

    public SubresourceDescriptor {
        verbs = List.copyOf(verbs);
    }

    public boolean supports(String verb) {
        return verbs.contains(verb);
    }
}
