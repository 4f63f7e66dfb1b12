package dev.navarch.api.meta;

/** A resource without its version: what storage, authorization and error texts speak of. */
public record GroupResource(String group, String resource) {

    /** As upstream prints it in messages: {@code pods}, {@code deployments.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
