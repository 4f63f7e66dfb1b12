package dev.navarch.kubelet.runtime;

/** Which pod a sandbox or container belongs to. The uid alone is identity; the names are for people. */
public record PodRef(String namespace, String name, String uid) {

    /** As upstream writes pods in events and logs: {@code name_namespace(uid)}. */
    public String format() {
        return name + "_" + namespace + "(" + uid + ")";
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
