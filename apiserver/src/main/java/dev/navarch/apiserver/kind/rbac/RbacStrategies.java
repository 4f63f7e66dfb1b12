package dev.navarch.apiserver.kind.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.authorization.rbac.RbacPolicy;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Optional;
import java.util.function.Supplier;

/** Registers the strategies of roles and bindings. */
public final class RbacStrategies {

    private RbacStrategies() {}

    /**
     * Adds the four kinds.
     *
     * @param escalation asked with each write, since it comes to be after the strategies; gives nothing without RBAC
     */
    public static void register(
            KindStrategies strategies, ObjectReader reader, Supplier<Optional<EscalationCheck>> escalation) {
        strategies.put(RbacPolicy.ROLES, new RoleStrategy(true, escalation));
        strategies.put(RbacPolicy.CLUSTER_ROLES, new RoleStrategy(false, escalation));
        strategies.put(RbacPolicy.ROLE_BINDINGS, new RoleBindingStrategy(true, reader, escalation));
        strategies.put(RbacPolicy.CLUSTER_ROLE_BINDINGS, new RoleBindingStrategy(false, reader, escalation));
    }

    /** Whether only what the garbage collector writes has changed, which needs no rights of the role's. */
    static boolean changesOnlyGarbageCollection(ObjectNode object, ObjectNode old) {
        return comparable(object).equals(comparable(old));
    }

    private static ObjectNode comparable(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = copy.withObject("/metadata");
        for (String field : new String[] {"ownerReferences", "finalizers", "managedFields", "selfLink"}) {
            metadata.remove(field);
        }
        return copy;
    }
}
