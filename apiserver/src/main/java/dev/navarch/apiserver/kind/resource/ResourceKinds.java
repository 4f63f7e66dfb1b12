package dev.navarch.apiserver.kind.resource;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.StatusPart;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ResourceStrategy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of {@code resource.k8s.io}. */
public final class ResourceKinds {

    private ResourceKinds() {}

    public static void register(KindStrategies strategies) {
        add(
                strategies,
                "deviceclasses",
                kind().counted()
                        .rules(DeviceClassRules::created)
                        .updateRules((deviceClass, old) -> DeviceClassRules.created(deviceClass))
                        .build());
        add(
                strategies,
                "resourceclaims",
                kind().defaults(claim -> defaultClaim(Fields.object(claim, "spec")))
                        .rules(ClaimRules::created)
                        .updateRules(ClaimRules::changed)
                        .part("status", StatusPart.keepingMetadata(ClaimStatusRules::changed))
                        .build());
        add(
                strategies,
                "resourceclaimtemplates",
                kind().defaults(template -> defaultClaim(Fields.object(Fields.object(template, "spec"), "spec")))
                        .rules(ClaimRules::templateCreated)
                        .updateRules(ClaimRules::templateChanged)
                        .build());
        add(
                strategies,
                "resourceslices",
                kind().defaults(ResourceKinds::defaultSlice)
                        .counted()
                        .selectable("spec.nodeName", "spec.driver")
                        .rules(SliceRules::created)
                        .updateRules(SliceRules::changed)
                        .warnings((slice, old) -> warnings(slice))
                        .build());
    }

    private static void defaultClaim(@Nullable ObjectNode spec) {
        for (ObjectNode request : Fields.objects(Fields.object(spec, "devices"), "requests")) {
            ObjectNode exactly = Fields.object(request, "exactly");
            if (exactly != null) {
                defaultCount(exactly);
            }
            Fields.objects(request, "firstAvailable").forEach(ResourceKinds::defaultCount);
        }
    }

    private static void defaultCount(ObjectNode request) {
        Fields.defaultText(request, "allocationMode", "ExactCount");
        if (Fields.text(request, "allocationMode").equals("ExactCount")) {
            Fields.defaultNumberIfZero(request, "count", 1);
        }
    }

    private static void defaultSlice(ObjectNode slice) {
        for (ObjectNode device : Fields.objects(Fields.object(slice, "spec"), "devices")) {
            for (ObjectNode taint : Fields.objects(device, "taints")) {
                if (!Fields.isSet(taint, "timeAdded")) {
                    taint.put(
                            "timeAdded",
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
                }
            }
        }
    }

    private static List<String> warnings(ObjectNode slice) {
        String driver = slice.path("spec").path("driver").asText("");
        return driver.equals(driver.toLowerCase(Locale.ROOT))
                ? List.of()
                : List.of("spec.driver: driver names should be lowercase; \"" + driver
                        + "\" contains uppercase characters");
    }

    private static void add(KindStrategies strategies, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource("resource.k8s.io", resource), strategy);
    }
}
