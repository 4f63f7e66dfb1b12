package dev.navarch.apiserver.admission.resourcequota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.quota.QuotaEvaluator;
import dev.navarch.api.quota.ResourceAmounts;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** One request held against quotas; refusals are upstream's texts. */
final class QuotaCheck {

    private final AdmissionAttributes attributes;
    private final QuotaEvaluator evaluator;
    private final ResourceAmounts usage;
    private final Instant now;

    QuotaCheck(AdmissionAttributes attributes, QuotaEvaluator evaluator, Instant now) {
        this.attributes = attributes;
        this.evaluator = evaluator;
        this.now = now;
        this.usage = evaluator.usage(attributes.requireObject(), now);
    }

    /** A quota, and what will be used of it with the request. */
    record Charge(ObjectNode quota, ResourceAmounts used) {}

    /** What is to be counted if the request is admitted; throws 403 when a quota does not allow it. */
    List<Charge> charges(List<ObjectNode> quotas) {
        List<ObjectNode> concerned = new ArrayList<>();
        for (ObjectNode quota : quotas) {
            if (evaluator.isCounted(quota, attributes.requireObject())) {
                checkDemands(quota);
                concerned.add(quota);
            }
        }
        SortedSet<String> negative = usage.negative();
        if (!negative.isEmpty()) {
            throw attributes.forbidden("quota usage is negative for resource(s): " + String.join(",", negative));
        }
        var charges = new ArrayList<Charge>();
        for (ObjectNode quota : concerned) {
            ResourceAmounts delta = deltaFor(quota).withoutZeros();
            if (!delta.isEmpty()) {
                charges.add(chargeOf(quota, delta));
            }
        }
        charges.removeIf(charge -> charge.used().equals(usedOf(charge.quota())));
        return charges;
    }

    private void checkDemands(ObjectNode quota) {
        String name = ObjectMeta.name(quota);
        SortedSet<String> limited = evaluator.matching(hardOf(quota).names());
        evaluator.missing(limited, attributes.requireObject()).ifPresent(text -> {
            throw attributes.forbidden("failed quota: " + name + ": " + text);
        });
        if (!usedOf(quota).names().containsAll(limited)) {
            throw attributes.forbidden(
                    "status unknown for quota: " + name + ", resources: " + String.join(",", limited));
        }
    }

    /** An update is charged what it adds, unless the quota did not count the object before. */
    private ResourceAmounts deltaFor(ObjectNode quota) {
        ObjectNode old = attributes.oldObject();
        if (old == null
                || attributes.operation() != Operation.UPDATE
                || ObjectMeta.resourceVersion(old).isEmpty()
                || !evaluator.isCounted(quota, old)) {
            return usage;
        }
        return usage.minusNotBelowZero(evaluator.usage(old, now));
    }

    private Charge chargeOf(ObjectNode quota, ResourceAmounts delta) {
        ResourceAmounts hard = hardOf(quota);
        ResourceAmounts used = usedOf(quota);
        ResourceAmounts requested = delta.only(hard.names());
        ResourceAmounts next = used.plus(requested);
        if (!attributes.subresource().equals("status")) {
            SortedSet<String> exceeded = next.only(requested.names()).exceeding(hard);
            if (!exceeded.isEmpty()) {
                throw attributes.forbidden("exceeded quota: " + ObjectMeta.name(quota) + ", requested: "
                        + requested.only(exceeded) + ", used: " + used.only(exceeded) + ", limited: "
                        + hard.only(exceeded));
            }
        }
        return new Charge(quota, next);
    }

    private static ResourceAmounts hardOf(ObjectNode quota) {
        return ResourceAmounts.of(quota.path("status").path("hard"));
    }

    private static ResourceAmounts usedOf(ObjectNode quota) {
        return ResourceAmounts.of(quota.path("status").path("used"));
    }
}
