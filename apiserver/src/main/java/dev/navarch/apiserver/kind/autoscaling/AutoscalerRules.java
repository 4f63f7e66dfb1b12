package dev.navarch.apiserver.kind.autoscaling;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Optional;

/** What must hold of HorizontalPodAutoscalers. */
final class AutoscalerRules {

    private static final int MAX_PERIOD = 1800;
    private static final int MAX_STABILIZATION = 3600;

    /** How strictly the {@code apiVersion} of a reference is looked at. */
    enum VersionCheck {
        NONE,
        CORE_GROUP_TOO,
        NAMED_GROUP_ONLY
    }

    private AutoscalerRules() {}

    static void created(Place autoscaler) {
        Place spec = autoscaler.get("spec");
        spec(spec, 1, ofNewTarget(spec), VersionCheck.CORE_GROUP_TOO);
    }

    static void changed(Place autoscaler, Place old) {
        Place spec = autoscaler.get("spec");
        Place target = spec.get("scaleTargetRef");
        Place before = old.get("spec", "scaleTargetRef");
        boolean same = target.get("apiVersion").sameAs(before.get("apiVersion"))
                && target.get("kind").sameAs(before.get("kind"));
        boolean wasZero = old.get("spec", "minReplicas").isSet()
                && old.get("spec", "minReplicas").number() == 0;
        boolean metricsWereWrong = old.get("spec", "metrics").items().stream()
                .filter(metric -> metric.get("type").is("Object"))
                .map(metric -> metric.get("object", "describedObject"))
                .anyMatch(object -> object.isSet()
                        && versionProblem(object.get("apiVersion").text(), VersionCheck.CORE_GROUP_TOO)
                                .isPresent());
        spec(
                spec,
                wasZero ? 0 : 1,
                same ? VersionCheck.NONE : ofNewTarget(spec),
                metricsWereWrong ? VersionCheck.NONE : VersionCheck.CORE_GROUP_TOO);
    }

    /** Of what can be scaled only the ReplicationController is of the core group. */
    private static VersionCheck ofNewTarget(Place spec) {
        return spec.get("scaleTargetRef", "kind").is("ReplicationController")
                ? VersionCheck.CORE_GROUP_TOO
                : VersionCheck.NAMED_GROUP_ONLY;
    }

    private static void spec(Place spec, int minimum, VersionCheck target, VersionCheck metrics) {
        Place min = spec.get("minReplicas");
        Place max = spec.get("maxReplicas");
        if (min.isSet() && min.number() < minimum) {
            min.invalid("must be greater than or equal to " + minimum);
        }
        if (max.number() == 0) {
            max.required("must be set and greater than 0");
        } else if (max.number() < 0) {
            max.invalid("must be greater than or equal to 1");
        }
        if (min.isSet() && max.number() < min.number()) {
            max.invalid("must be greater than or equal to `minReplicas`");
        }
        reference(spec.get("scaleTargetRef"), target);
        MetricRules.validate(spec.get("metrics"), min, metrics);
        scaling(spec.get("behavior", "scaleUp"));
        scaling(spec.get("behavior", "scaleDown"));
    }

    static void reference(Place reference, VersionCheck check) {
        reference.get("kind").requiredForm("", Names::pathSegmentName);
        reference.get("name").requiredForm("", Names::pathSegmentName);
        Place version = reference.get("apiVersion");
        versionProblem(version.text(), check).ifPresent(version::invalid);
    }

    private static Optional<String> versionProblem(String version, VersionCheck check) {
        if (check == VersionCheck.NONE) {
            return Optional.empty();
        }
        long slashes = version.chars().filter(c -> c == '/').count();
        if (slashes > 1) {
            return Optional.of("unexpected GroupVersion string: " + version);
        }
        boolean named = slashes == 1 && !version.startsWith("/");
        return check == VersionCheck.NAMED_GROUP_ONLY && !named
                ? Optional.of("apiVersion must specify API group")
                : Optional.empty();
    }

    private static void scaling(Place rules) {
        if (!rules.isSet()) {
            return;
        }
        Place window = rules.get("stabilizationWindowSeconds");
        if (window.number() < 0) {
            window.invalid("must be greater than or equal to zero");
        }
        if (window.number() > MAX_STABILIZATION) {
            window.invalid("must be less than or equal to " + MAX_STABILIZATION);
        }
        if (rules.get("selectPolicy").isSet()) {
            rules.get("selectPolicy").oneOf("Disabled", "Max", "Min");
        }
        if (rules.get("policies").isEmpty()) {
            rules.get("policies").required("must specify at least one Policy");
        }
        rules.get("policies").items().forEach(AutoscalerRules::policy);
        Place tolerance = rules.get("tolerance");
        if (tolerance.isSet() && tolerance.quantity().signum() < 0) {
            tolerance.invalid("must be greater than or equal to 0");
        }
    }

    private static void policy(Place policy) {
        policy.get("type").oneOf("Percent", "Pods");
        Place value = policy.get("value");
        if (value.number() <= 0) {
            value.invalid("must be greater than zero");
        }
        Place period = policy.get("periodSeconds");
        if (period.number() <= 0) {
            period.invalid("must be greater than zero");
        }
        if (period.number() > MAX_PERIOD) {
            period.invalid("must be less than or equal to " + MAX_PERIOD);
        }
    }
}
