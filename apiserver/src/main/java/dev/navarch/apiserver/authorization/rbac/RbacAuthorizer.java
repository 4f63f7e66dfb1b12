package dev.navarch.apiserver.authorization.rbac;

import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.authorization.RuleResolver;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Allows what a role that is bound to the user or one of its groups allows; never denies. */
public final class RbacAuthorizer implements Authorizer, RuleResolver {

    private final RbacPolicy policy;

    public RbacAuthorizer(RbacPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Decision authorize(Attributes request) {
        var search = new Search(request);
        policy.visit(request.user(), request.namespace(), search);
        if (search.source != null) {
            return Decision.allow("RBAC: allowed by " + search.source.describeFor(request.user()));
        }
        return Decision.noOpinion(search.missing.isEmpty() ? "" : "RBAC: " + aggregate(search.missing));
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        var all = new Everything();
        policy.visit(user, namespace, all);
        var resourceRules = new ArrayList<ResourceRule>();
        var nonResourceRules = new ArrayList<NonResourceRule>();
        for (PolicyRule rule : all.rules) {
            if (!rule.resources().isEmpty()) {
                resourceRules.add(
                        new ResourceRule(rule.verbs(), rule.apiGroups(), rule.resources(), rule.resourceNames()));
            }
            if (!rule.nonResourceUrls().isEmpty()) {
                nonResourceRules.add(new NonResourceRule(rule.verbs(), rule.nonResourceUrls()));
            }
        }
        return new Rules(resourceRules, nonResourceRules, false, all.missing.isEmpty() ? "" : aggregate(all.missing));
    }

    /** The rules themselves, and the texts about roles that are missing. */
    Everything policyRulesFor(UserInfo user, String namespace) {
        var all = new Everything();
        policy.visit(user, namespace, all);
        return all;
    }

    static String aggregate(Set<String> messages) {
        return messages.size() == 1 ? messages.iterator().next() : "[" + String.join(", ", messages) + "]";
    }

    private static final class Search implements RbacPolicy.Visitor {
        private final Attributes request;
        private final Set<String> missing = new LinkedHashSet<>();
        private @Nullable Binding source;

        Search(Attributes request) {
            this.request = request;
        }

        @Override
        public boolean rule(Binding binding, PolicyRule rule) {
            if (rule.allows(request)) {
                source = binding;
                return false;
            }
            return true;
        }

        @Override
        public void missing(String message) {
            missing.add(message);
        }
    }

    static final class Everything implements RbacPolicy.Visitor {
        final List<PolicyRule> rules = new ArrayList<>();
        final Set<String> missing = new LinkedHashSet<>();

        @Override
        public boolean rule(Binding binding, PolicyRule rule) {
            rules.add(rule);
            return true;
        }

        @Override
        public void missing(String message) {
            missing.add(message);
        }
    }
}
