package dev.navarch.apiserver.authorization;

import dev.navarch.api.meta.FieldValue;
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
        String user = FieldValue.quote(attributes.user().name());
        if (!attributes.isResourceRequest()) {
            return "User " + user + " cannot " + attributes.verb() + " path " + FieldValue.quote(attributes.path());
        }
        String resource = attributes.subresource().isEmpty()
                ? attributes.resource()
                : attributes.resource() + "/" + attributes.subresource();
        String where = attributes.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace " + FieldValue.quote(attributes.namespace());
        return "User " + user + " cannot " + attributes.verb() + " resource " + FieldValue.quote(resource)
                + " in API group " + FieldValue.quote(attributes.group()) + " " + where;
    }
}
