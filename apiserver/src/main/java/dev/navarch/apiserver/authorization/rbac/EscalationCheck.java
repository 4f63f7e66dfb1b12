package dev.navarch.apiserver.authorization.rbac;

import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether a user may write a role with certain rules, or bind one: only with rights that it holds itself, or when it is
 * explicitly allowed to {@code escalate} or {@code bind}.
 */
public final class EscalationCheck {

    /** What {@code cluster-admin} holds. */
    public static final List<PolicyRule> FULL_AUTHORITY =
            List.of(PolicyRule.forResources("*", "*", "*"), PolicyRule.forUrl("*", "*"));

    private final Authorizer authorizer;
    private final RbacAuthorizer rbac;

    /** {@code authorizer}: the server's whole one, which is asked for the verbs {@code escalate} and {@code bind}. */
    public EscalationCheck(Authorizer authorizer, RbacAuthorizer rbac) {
        this.authorizer = authorizer;
        this.rbac = rbac;
    }

    /** Members of {@code system:masters} may grant anything: the server's own writes depend on it. */
    public boolean isSuperuser(UserInfo user) {
        return user.groups().contains(UserInfo.MASTERS);
    }

    public boolean mayEscalate(UserInfo user, String resource, String namespace, String name) {
        return authorizer
                .authorize(Attributes.resource(user, "escalate", RbacPolicy.GROUP, "*", resource, "", namespace, name))
                .isAllowed();
    }

    /** Whether the user may bind the role; the namespace is the binding's, empty for a ClusterRoleBinding. */
    public boolean mayBind(UserInfo user, String roleKind, String apiGroup, String roleName, String namespace) {
        String resource = switch (roleKind) {
            case "ClusterRole" -> "clusterroles";
            case "Role" -> "roles";
            default -> "";
        };
        return !resource.isEmpty()
                && authorizer
                        .authorize(Attributes.resource(user, "bind", apiGroup, "*", resource, "", namespace, roleName))
                        .isAllowed();
    }

    /** Why the user may not grant the rules in the namespace; nothing when it holds them all. */
    public Optional<String> refusal(UserInfo user, String namespace, List<PolicyRule> granted) {
        RbacAuthorizer.Everything held = rbac.policyRulesFor(user, namespace);
        List<PolicyRule> missing = PolicyRule.uncovered(held.rules, granted);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        var texts = new TreeSet<String>();
        compact(missing).forEach(rule -> texts.add(rule.compact()));
        String message = "user \"" + user.name() + "\" (groups=" + PolicyRule.quoted(user.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n" + String.join("\n", texts);
        if (!held.missing.isEmpty()) {
            message += "; resolution errors: [" + RbacAuthorizer.aggregate(held.missing) + "]";
        }
        return Optional.of(message);
    }

    /** Rules on the same resource become one with all their verbs. */
    private static List<PolicyRule> compact(List<PolicyRule> singles) {
        var compacted = new ArrayList<PolicyRule>();
        Map<List<List<String>>, List<String>> verbs = new LinkedHashMap<>();
        for (PolicyRule rule : singles) {
            if (rule.resources().isEmpty()) {
                compacted.add(rule);
            } else {
                verbs.computeIfAbsent(
                                List.of(rule.apiGroups(), rule.resources(), rule.resourceNames()),
                                key -> new ArrayList<>())
                        .addAll(rule.verbs());
            }
        }
        verbs.forEach((key, all) -> compacted.add(new PolicyRule(all, key.get(0), key.get(1), key.get(2), List.of())));
        return compacted;
    }
}
