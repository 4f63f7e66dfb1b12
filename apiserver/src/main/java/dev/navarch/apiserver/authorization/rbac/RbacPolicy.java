package dev.navarch.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All roles and bindings, followed by watches. Bindings are found by subject, so a decision costs what the user was
 * given, not what the cluster holds. Writers are the watch threads, serialized by this object's lock; readers take none
 * and may see one binding's change before another's.
 */
public final class RbacPolicy implements AutoCloseable {

    public static final String GROUP = "rbac.authorization.k8s.io";
    public static final GroupResource ROLES = new GroupResource(GROUP, "roles");
    public static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
    public static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
    public static final GroupResource CLUSTER_ROLE_BINDINGS = new GroupResource(GROUP, "clusterrolebindings");

    private static final Logger LOG = LoggerFactory.getLogger(RbacPolicy.class);

    /** By {@code namespace/name}; cluster roles by {@code /name}. */
    private final Map<String, List<PolicyRule>> roles = new ConcurrentHashMap<>();

    private final Map<String, Binding> bindings = new ConcurrentHashMap<>();

    /** By {@code namespace|subject}: bindings by name, in an immutable map that is replaced on change. */
    private final Map<String, Map<String, Binding>> bySubject = new ConcurrentHashMap<>();

    private final List<AutoCloseable> watches = new ArrayList<>();

    /** Returns once all that exists now is known. */
    public static RbacPolicy follow(ObjectReader reader) {
        var policy = new RbacPolicy();
        for (GroupResource resource : List.of(ROLES, CLUSTER_ROLES)) {
            policy.watches.add(reader.watch(resource, policy::applyRole));
        }
        for (GroupResource resource : List.of(ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS)) {
            policy.watches.add(reader.watch(resource, policy::applyBinding));
        }
        return policy;
    }

    private void applyRole(ObjectReader.Event event) {
        String key = keyOf(event.object());
        if (event.type() == ObjectReader.Event.Type.DELETED) {
            roles.remove(key);
        } else {
            roles.put(key, PolicyRule.listOf(event.object().path("rules")));
        }
    }

    private synchronized void applyBinding(ObjectReader.Event event) {
        String key = keyOf(event.object());
        Binding next = event.type() == ObjectReader.Event.Type.DELETED ? null : Binding.of(event.object());
        Binding former = next == null ? bindings.remove(key) : bindings.put(key, next);
        if (next != null) {
            for (var subject : next.subjects()) {
                subject.key().ifPresent(subjectKey -> index(next, subjectKey));
            }
        }
        if (former != null) {
            for (var subject : former.subjects()) {
                boolean stays = next != null && next.subjects().contains(subject);
                if (!stays) {
                    subject.key().ifPresent(subjectKey -> unindex(former, subjectKey));
                }
            }
        }
    }

    private void index(Binding binding, String subjectKey) {
        bySubject.compute(binding.namespace() + "|" + subjectKey, (key, present) -> {
            var copy = present == null ? new TreeMap<String, Binding>() : new TreeMap<>(present);
            copy.put(binding.name(), binding);
            return copy;
        });
    }

    private void unindex(Binding binding, String subjectKey) {
        bySubject.computeIfPresent(binding.namespace() + "|" + subjectKey, (key, present) -> {
            var copy = new TreeMap<>(present);
            copy.remove(binding.name());
            return copy.isEmpty() ? null : copy;
        });
    }

    private static String keyOf(ObjectNode object) {
        var metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText();
    }

    /** Told about each rule that applies to a user, and each role that is missing. */
    interface Visitor {

        /** Returns false when it has seen enough. */
        boolean rule(Binding source, PolicyRule rule);

        void missing(String message);
    }

    /** Visits what the whole cluster grants, then what the namespace does when it is not empty. */
    void visit(UserInfo user, String namespace, Visitor visitor) {
        if (visitScope(user, "", visitor) && !namespace.isEmpty()) {
            visitScope(user, namespace, visitor);
        }
    }

    private boolean visitScope(UserInfo user, String namespace, Visitor visitor) {
        for (Binding binding : bindingsOf(user, namespace)) {
            Optional<List<PolicyRule>> rules = rulesOf(binding.roleKind(), binding.namespace(), binding.roleName());
            if (rules.isEmpty()) {
                visitor.missing(missingText(binding));
                continue;
            }
            for (PolicyRule rule : rules.get()) {
                if (!visitor.rule(binding, rule)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Collection<Binding> bindingsOf(UserInfo user, String namespace) {
        var found = new TreeMap<String, Binding>();
        addBindings(found, namespace, Binding.userKey(user.name()));
        for (String group : user.groups()) {
            addBindings(found, namespace, Binding.groupKey(group));
        }
        return found.values();
    }

    private void addBindings(Map<String, Binding> found, String namespace, String subjectKey) {
        Map<String, Binding> some = bySubject.get(namespace + "|" + subjectKey);
        if (some != null) {
            found.putAll(some);
        }
    }

    private Optional<List<PolicyRule>> rulesOf(String kind, String namespace, String name) {
        return switch (kind) {
            case "Role" -> Optional.ofNullable(roles.get(namespace + "/" + name));
            case "ClusterRole" -> Optional.ofNullable(roles.get("/" + name));
            default -> Optional.empty();
        };
    }

    private static String missingText(Binding binding) {
        return switch (binding.roleKind()) {
            case "Role", "ClusterRole" ->
                binding.roleKind().toLowerCase(Locale.ROOT) + "." + GROUP + " \"" + binding.roleName() + "\" not found";
            default -> "unsupported role reference kind: \"" + binding.roleKind() + "\"";
        };
    }

    @Override
    public void close() {
        for (AutoCloseable watch : watches) {
            try {
                watch.close();
            } catch (Exception e) {
                LOG.atDebug().setCause(e).log("closing a watch failed");
            }
        }
    }
}
