package dev.navarch.apiserver.authorization;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;

/** The 403 that tells a user what it may not do, in upstream's words. */
public final class ForbiddenStatus {

    private ForbiddenStatus() {}

    /** Whose details name the resource and object; {@code reason} is the authorizer's and may be empty. */
    public static StatusException of(Attributes attributes, String reason) {
        String text = message(attributes);
        if (!reason.isEmpty()) {
            text += ": " + reason;
        }
        return StatusException.forbidden(
                new GroupResource(attributes.group(), attributes.resource()), attributes.name(), text);
    }

    private static String message(Attributes attributes) {
        String user = quoted(attributes.user().name());
        if (!attributes.isResourceRequest()) {
            return "User " + user + " cannot " + attributes.verb() + " path " + quoted(attributes.path());
        }
        String resource = attributes.subresource().isEmpty()
                ? attributes.resource()
                : attributes.resource() + "/" + attributes.subresource();
        String where = attributes.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace " + quoted(attributes.namespace());
        return "User " + user + " cannot " + attributes.verb() + " resource " + quoted(resource) + " in API group "
                + quoted(attributes.group()) + " " + where;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
