package dev.navarch.api.catalog;

import dev.navarch.api.meta.GroupVersion;

/**
 * How upstream keeps the objects of a resource in etcd.
 *
 * @param prefix without a slash at the end: {@code /registry/pods}; then {@code /<namespace>/<name>} or {@code /<name>}
 * @param version the apiVersion that stored objects have
 * @param protobuf stored as protobuf; JSON otherwise
 */
public record StorageForm(String prefix, GroupVersion version, boolean protobuf) {

    /** The key of one object; {@code namespace} is empty for cluster-scoped kinds. */
    public String key(String namespace, String name) {
        return namespace.isEmpty() ? prefix + "/" + name : prefix + "/" + namespace + "/" + name;
    }

    /** The common prefix of the keys of a namespace's objects, or of all with {@code namespace} empty. */
    public String listPrefix(String namespace) {
        return namespace.isEmpty() ? prefix + "/" : prefix + "/" + namespace + "/";
    }
}
