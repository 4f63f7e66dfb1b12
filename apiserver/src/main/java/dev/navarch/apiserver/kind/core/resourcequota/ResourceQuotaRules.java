package dev.navarch.apiserver.kind.core.resourcequota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.ResourceNames;
import dev.navarch.apiserver.kind.podspec.ResourceValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a ResourceQuota. */
public final class ResourceQuotaRules {

    private static final Set<String> SCOPES = Set.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "VolumeAttributesClass",
            "CrossNamespacePodAffinity");
    private static final Set<String> ONLY_EXIST =
            Set.of("BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity");
    private static final Set<String> POD_RESOURCES =
            Set.of("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
    private static final Set<String> CLAIM_RESOURCES = Set.of("persistentvolumeclaims", "requests.storage");
    private static final Set<String> NOT_COUNTED = Set.of("storage");

    private ResourceQuotaRules() {}

    public static void created(Place quota) {
        spec(quota.get("spec"));
        amounts(quota.get("status"));
    }

    public static void changed(Place quota, Place old) {
        spec(quota.get("spec"));
        Place scopes = quota.get("spec", "scopes");
        if (!new HashSet<>(scopes.texts())
                .equals(new HashSet<>(old.get("spec", "scopes").texts()))) {
            scopes.immutable(scopes.shown());
        }
    }

    public static void status(Place quota, Place old) {
        amounts(quota.get("status"));
    }

    private static void amounts(Place status) {
        hard(Field.of(status.get("hard")));
        hard(Field.of(status.get("used")));
    }

    private static void hard(Field amounts) {
        for (Field amount : amounts.entries()) {
            boolean known = ResourceNames.qualified(amount);
            if (!amount.name().contains("/") && (NOT_COUNTED.contains(amount.name()) || !known)) {
                amount.invalid(amount.name(), "must be a standard resource for quota");
            }
            ResourceValidation.amount(amount);
        }
    }

    private static void spec(Place spec) {
        hard(Field.of(spec.get("hard")));
        Set<String> counted = new HashSet<>();
        for (String name : spec.get("hard").keys()) {
            if (ResourceNames.isStandard(name) && !NOT_COUNTED.contains(name)) {
                counted.add(name);
            }
        }
        scopes(spec, counted);
        if (spec.get("scopeSelector").isSet()) {
            selector(spec, counted);
        }
    }

    private static void scopes(Place spec, Set<String> counted) {
        Place scopes = spec.get("scopes");
        for (String scope : scopes.texts()) {
            if (!SCOPES.contains(scope)) {
                scopes.invalid("unsupported scope");
            }
            counted.stream()
                    .filter(resource -> !applies(scope, resource))
                    .forEach(resource -> scopes.invalid("unsupported scope applied to resource"));
        }
        conflicts(new HashSet<>(scopes.texts()), scopes, scopes);
    }

    private static boolean applies(String scope, String resource) {
        return switch (scope) {
            case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity" ->
                POD_RESOURCES.contains(resource);
            case "BestEffort" -> resource.equals("pods");
            case "VolumeAttributesClass" -> CLAIM_RESOURCES.contains(resource);
            default -> true;
        };
    }

    private static void conflicts(Set<String> scopes, Place at, Place shown) {
        for (String scope : List.of("BestEffort", "Terminating")) {
            if (scopes.contains(scope) && scopes.contains("Not" + scope)) {
                at.invalid(shown.shown(), "conflicting scopes");
            }
        }
    }

    /** Errors stand at the list as a whole, without an index. */
    private static void selector(Place spec, Set<String> counted) {
        Place selector = spec.get("scopeSelector");
        Place list = selector.get("matchExpressions");
        Set<String> scopes = new HashSet<>();
        for (Place item : list.items()) {
            String scope = item.get("scopeName").text();
            scopes.add(scope);
            if (!SCOPES.contains(scope)) {
                list.get("scopeName").invalid(scope, "unsupported scope");
            }
            counted.stream()
                    .filter(resource -> !applies(scope, resource))
                    .forEach(resource -> list.invalid(selector.shown(), "unsupported scope applied to resource"));
            operator(item, list);
        }
        conflicts(scopes, list, spec.get("scopes"));
    }

    private static void operator(Place item, Place list) {
        String operator = item.get("operator").text();
        if (ONLY_EXIST.contains(item.get("scopeName").text()) && !operator.equals("Exists")) {
            list.get("operator")
                    .invalid(
                            operator,
                            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                                    + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                                    + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        Place values = item.get("values");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.size() == 0) {
                    list.get("values")
                            .required(
                                    "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values.size() > 0) {
                    list.get("values")
                            .invalid(
                                    values.value(),
                                    "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default -> list.get("operator").invalid(operator, "not a valid selector operator");
        }
    }

    /** Requests that can never be reached, for limits are lower. */
    public static List<String> warnings(ObjectNode quota) {
        List<String> warnings = new ArrayList<>();
        Field hard = Field.root(quota, List.of()).get("spec").get("hard");
        for (String name : List.of("cpu", "memory", "storage", "ephemeral-storage")) {
            Field request = hard.key("requests." + name);
            boolean bare = name.equals("cpu") || name.equals("memory");
            if (!request.isSet() && bare) {
                request = hard.key(name);
            }
            Field limit = hard.key("limits." + name);
            if (request.isSet() && limit.isSet() && request.quantity().compareTo(limit.quantity()) > 0) {
                warnings.add("ResourceQuota " + request.name() + " (" + request.text() + ") should be less than "
                        + limit.name() + " (" + limit.text() + ")");
            }
        }
        return warnings;
    }
}
