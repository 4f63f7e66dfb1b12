package dev.navarch.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.authorization.node.NodeAuthorizer;
import dev.navarch.apiserver.authorization.node.NodeGraph;
import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.authorization.rbac.PolicyRule;
import dev.navarch.apiserver.authorization.rbac.RbacAuthorizer;
import dev.navarch.apiserver.authorization.rbac.RbacPolicy;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All authorization of a server. Superusers are allowed first; then the modes are asked in their order. The watches
 * that keep decisions current end with {@link #close}.
 */
public final class Authorization implements AutoCloseable {

    /** {@code --authorization-mode}. */
    public enum Mode {
        NODE("Node"),
        RBAC("RBAC"),
        ALWAYS_ALLOW("AlwaysAllow"),
        ALWAYS_DENY("AlwaysDeny");

        private final String flag;

        Mode(String flag) {
            this.flag = flag;
        }

        /** Throws {@link IllegalArgumentException} on a name that is no mode's. */
        public static Mode of(String flag) {
            for (Mode mode : values()) {
                if (mode.flag.equals(flag)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("\"" + flag + "\" is not a valid mode");
        }
    }

    private final AuthorizerUnion union;
    private final Optional<EscalationCheck> escalation;
    private final List<Runnable> followed;

    private Authorization(AuthorizerUnion union, Optional<EscalationCheck> escalation, List<Runnable> followed) {
        this.union = union;
        this.escalation = escalation;
        this.followed = followed;
    }

    /**
     * Returns once all roles and what else decisions need is known.
     *
     * @param nodeRules the rules of the default role {@code system:node}, which every node has of what it works on
     */
    public static Authorization create(List<Mode> modes, ObjectReader reader, JsonNode nodeRules) {
        List<PolicyRule> everyNode = PolicyRule.listOf(nodeRules);
        var authorizers = new ArrayList<Authorizer>();
        var followed = new ArrayList<Runnable>();
        RbacAuthorizer rbac = null;
        authorizers.add(AuthorizerUnion.SUPERUSERS);
        for (Mode mode : modes) {
            switch (mode) {
                case NODE -> {
                    NodeGraph graph = NodeGraph.follow(reader);
                    followed.add(graph::close);
                    authorizers.add(new NodeAuthorizer(
                            graph, request -> everyNode.stream().anyMatch(rule -> rule.allows(request))));
                }
                case RBAC -> {
                    RbacPolicy policy = RbacPolicy.follow(reader);
                    followed.add(policy::close);
                    rbac = new RbacAuthorizer(policy);
                    authorizers.add(rbac);
                }
                case ALWAYS_ALLOW -> authorizers.add(AuthorizerUnion.ALWAYS_ALLOW);
                case ALWAYS_DENY -> authorizers.add(request -> Decision.noOpinion("Everything is forbidden."));
            }
        }
        var union = new AuthorizerUnion(authorizers);
        Optional<EscalationCheck> escalation =
                rbac == null ? Optional.empty() : Optional.of(new EscalationCheck(union, rbac));
        return new Authorization(union, escalation, followed);
    }

    public Authorizer authorizer() {
        return union;
    }

    public RuleResolver ruleResolver() {
        return union;
    }

    /** What keeps users from granting more than they hold; nothing unless RBAC is on. */
    public Optional<EscalationCheck> escalationCheck() {
        return escalation;
    }

    @Override
    public void close() {
        followed.forEach(Runnable::run);
    }
}
