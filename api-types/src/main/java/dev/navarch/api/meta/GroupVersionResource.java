package dev.navarch.api.meta;

/** Names where objects are served: group, version and the plural resource name in lower case. */
public record GroupVersionResource(String group, String version, String resource) {

    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    @Override
    public String toString() {
        return groupVersion() + ", Resource=" + resource;
    }
}
