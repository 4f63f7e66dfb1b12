package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.ObjectMetadata;
import java.util.Comparator;

/**
 * Where an object is to be found, and which one it is.
 *
 * @param namespace empty for objects of the cluster
 */
record Identity(String apiVersion, String kind, String namespace, String name, String uid)
        implements Comparable<Identity> {

    private static final Comparator<Identity> ORDER = Comparator.comparing(Identity::kind)
            .thenComparing(Identity::apiVersion)
            .thenComparing(Identity::namespace)
            .thenComparing(Identity::name)
            .thenComparing(Identity::uid);

    static Identity of(ObjectMetadata.Owner owner, String namespace) {
        return new Identity(owner.apiVersion(), owner.kind(), namespace, owner.name(), owner.uid());
    }

    boolean isNamespaced() {
        return !namespace.isEmpty();
    }

    Identity inNamespace(String other) {
        return new Identity(apiVersion, kind, other, name, uid);
    }

    /** Whether the reference names this object in all but its namespace. */
    boolean isNamedBy(ObjectMetadata.Owner owner) {
        return uid.equals(owner.uid())
                && name.equals(owner.name())
                && kind.equals(owner.kind())
                && apiVersion.equals(owner.apiVersion());
    }

    @Override
    public int compareTo(Identity other) {
        return ORDER.compare(this, other);
    }

    /** As upstream writes it in events. */
    @Override
    public String toString() {
        return "[" + apiVersion + "/" + kind + ", namespace: " + namespace + ", name: " + name + ", uid: " + uid + "]";
    }
}
