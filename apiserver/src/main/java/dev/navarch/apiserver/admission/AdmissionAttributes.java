package dev.navarch.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.UserInfo;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request as admission sees it. The object tree is shared with the request: mutating plugins change it in place.
 *
 * @param name empty where a name is still to be generated
 * @param object what would be stored, or the options of a CONNECT; null on DELETE
 * @param oldObject what is stored; null on CREATE and CONNECT
 * @param options the {@code CreateOptions}, {@code UpdateOptions} or {@code DeleteOptions} of the request
 * @param warnings takes texts for {@code Warning} headers
 * @param reinvocation whether plugins see it for the second time
 */
public record AdmissionAttributes(
        Operation operation,
        GroupVersionKind kind,
        GroupVersionResource resource,
        String subresource,
        String namespace,
        String name,
        @Nullable ObjectNode object,
        @Nullable ObjectNode oldObject,
        @Nullable ObjectNode options,
        boolean dryRun,
        UserInfo user,
        Consumer<String> warnings,
        Reinvocation reinvocation) {

    /** A request that plugins have not seen yet. */
    public AdmissionAttributes(
            Operation operation,
            GroupVersionKind kind,
            GroupVersionResource resource,
            String subresource,
            String namespace,
            String name,
            @Nullable ObjectNode object,
            @Nullable ObjectNode oldObject,
            @Nullable ObjectNode options,
            boolean dryRun,
            UserInfo user,
            Consumer<String> warnings) {
        this(
                operation,
                kind,
                resource,
                subresource,
                namespace,
                name,
                object,
                oldObject,
                options,
                dryRun,
                user,
                warnings,
                new Reinvocation());
    }

    public GroupResource groupResource() {
        return resource.groupResource();
    }

    /** Whether this is the named resource of the named group, whatever the subresource. */
    public boolean isFor(String group, String plural) {
        return resource.group().equals(group) && resource.resource().equals(plural);
    }

    /** Whether this is the resource itself, not a subresource of it. */
    public boolean isForMain(String group, String plural) {
        return subresource.isEmpty() && isFor(group, plural);
    }

    /** The new object; throws where there is none (DELETE). */
    public ObjectNode requireObject() {
        return Objects.requireNonNull(object, "a request without an object");
    }

    /** The stored object; throws where there is none (CREATE, CONNECT). */
    public ObjectNode requireOldObject() {
        return Objects.requireNonNull(oldObject, "a request without a stored object");
    }

    /** The 403 of a plugin: the cause, said about this request's object as upstream's {@code NewForbidden} does. */
    public StatusException forbidden(String cause) {
        return StatusException.forbidden(groupResource(), displayName(), cause);
    }

    /** The name, or what upstream says for an object which has none yet. */
    public String displayName() {
        if (!name.isEmpty()) {
            return name;
        }
        if (object != null) {
            String own = object.path("metadata").path("name").asText("");
            if (!own.isEmpty()) {
                return own;
            }
            String prefix = object.path("metadata").path("generateName").asText("");
            if (!prefix.isEmpty()) {
                return prefix;
            }
        }
        return "Unknown";
    }
}
