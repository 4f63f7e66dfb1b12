package dev.navarch.apiserver.authorization;

import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Asks authorizers in order until one allows or denies; what none has an opinion on is forbidden by the caller. */
public final class AuthorizerUnion implements Authorizer, RuleResolver {

    /** Members of {@code system:masters} may do everything, whatever roles say. */
    public static final Authorizer SUPERUSERS =
            request -> request.user().groups().contains(UserInfo.MASTERS) ? Decision.allow("") : Decision.noOpinion("");

    /** {@code --authorization-mode AlwaysAllow}. */
    public static final Authorizer ALWAYS_ALLOW = new AlwaysAllow();

    private final List<Authorizer> authorizers;

    public AuthorizerUnion(List<Authorizer> authorizers) {
        this.authorizers = List.copyOf(authorizers);
    }

    @Override
    public Decision authorize(Attributes attributes) {
        var reasons = new ArrayList<String>();
        Set<String> errors = new LinkedHashSet<>();
        for (Authorizer authorizer : authorizers) {
            Decision decision = authorizer.authorize(attributes);
            if (!decision.reason().isEmpty()) {
                reasons.add(decision.reason());
            }
            if (!decision.evaluationError().isEmpty()) {
                errors.add(decision.evaluationError());
            }
            if (decision.verdict() != Decision.Verdict.NO_OPINION) {
                return decision;
            }
        }
        return new Decision(Decision.Verdict.NO_OPINION, String.join("\n", reasons), aggregate(errors));
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        var resourceRules = new ArrayList<ResourceRule>();
        var nonResourceRules = new ArrayList<NonResourceRule>();
        Set<String> errors = new LinkedHashSet<>();
        boolean incomplete = false;
        for (Authorizer authorizer : authorizers) {
            if (authorizer instanceof RuleResolver resolver) {
                Rules rules = resolver.rulesFor(user, namespace);
                resourceRules.addAll(rules.resourceRules());
                nonResourceRules.addAll(rules.nonResourceRules());
                incomplete |= rules.incomplete();
                if (!rules.evaluationError().isEmpty()) {
                    errors.add(rules.evaluationError());
                }
            }
        }
        return new Rules(resourceRules, nonResourceRules, incomplete, aggregate(errors));
    }

    private static String aggregate(Set<String> errors) {
        return switch (errors.size()) {
            case 0 -> "";
            case 1 -> errors.iterator().next();
            default -> "[" + String.join(", ", errors) + "]";
        };
    }

    private static final class AlwaysAllow implements Authorizer, RuleResolver {
        @Override
        public Decision authorize(Attributes attributes) {
            return Decision.allow("");
        }

        @Override
        public Rules rulesFor(UserInfo user, String namespace) {
            return new Rules(
                    List.of(new ResourceRule(List.of("*"), List.of("*"), List.of("*"), List.of())),
                    List.of(new NonResourceRule(List.of("*"), List.of("*"))),
                    false,
                    "");
        }
    }
}
