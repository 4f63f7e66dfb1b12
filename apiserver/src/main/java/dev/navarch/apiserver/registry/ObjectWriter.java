package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.request.DeleteOptions;
import java.util.function.UnaryOperator;

/**
 * Writes objects as the server itself ({@code system:apiserver}), through the same admission, strategies and validation
 * as a request. Throws {@link dev.navarch.api.meta.StatusException} as a request would be answered.
 */
public interface ObjectWriter {

    /** Creates the object; its metadata names namespace and name. */
    ObjectNode create(GroupVersionResource resource, ObjectNode object);

    /** Replaces the object; with a resourceVersion in its metadata only if that is current. */
    ObjectNode update(GroupVersionResource resource, ObjectNode object);

    /** Reads, changes and writes, again when another writer came between; an unchanged tree is not written. */
    ObjectNode update(GroupVersionResource resource, String namespace, String name, UnaryOperator<ObjectNode> change);

    /** As {@link #update(GroupVersionResource, String, String, UnaryOperator)}, of a subresource such as {@code status}. */
    ObjectNode updateSubresource(
            GroupVersionResource resource,
            String subresource,
            String namespace,
            String name,
            UnaryOperator<ObjectNode> change);

    /** Deletes as a request would: finalizers, grace and propagation as the options say. */
    void delete(GroupVersionResource resource, String namespace, String name, DeleteOptions options);
}
