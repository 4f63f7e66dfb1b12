package dev.navarch.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import java.util.List;

/** The versions in which objects are served, for plugins that show them to others. */
public interface ServedForms {

    /** A resource in one version, and the kind that is written there or at the subresource asked for. */
    record Form(GroupVersionResource resource, GroupVersionKind kind) {}

    /** The other resources that hold the same objects: other versions, or the same in another group. */
    List<Form> equivalents(GroupVersionResource resource, String subresource);

    /** The object of {@code from} as one of {@code to}; the same tree where it is none of a version. */
    ObjectNode convert(ObjectNode object, GroupVersionResource from, GroupVersionResource to);

    /**
     * An object that somebody else changed, read and defaulted as if a client had sent it.
     *
     * @throws IllegalArgumentException where it makes no sense
     */
    ObjectNode decode(ObjectNode object, GroupVersionResource resource, String subresource);
}
