package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.GroupVersionKind;
import org.jspecify.annotations.Nullable;

/**
 * What the client wants to be answered with.
 *
 * @param convert the kind that the answer is to be turned into, {@code Table} or {@code PartialObjectMetadata(List)} of
 *     {@code meta.k8s.io}; null for the object as it is
 */
record OutputMediaType(
        Format format, boolean pretty, @Nullable GroupVersionKind convert) {

    static final OutputMediaType JSON = new OutputMediaType(Format.JSON, false, null);

    boolean isTable() {
        return convert != null && convert.kind().equals("Table");
    }

    boolean isPartialMetadata() {
        return convert != null && convert.kind().startsWith("PartialObjectMetadata");
    }

    /** The apiVersion of the kind that the answer is turned into. */
    String convertVersion() {
        return convert == null ? "" : convert.apiVersion();
    }

    boolean asksForList() {
        return convert != null && convert.kind().endsWith("List");
    }
}
