package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;
import dev.navarch.apiserver.registry.Generation;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The life of a pod: pending at creation, its specification all but fixed, deleted with grace once it has a node. */
public final class PodStrategy implements ResourceStrategy {

    private static final Set<String> SELECTABLE = Set.of(
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName");

    private final ResourceStrategy status = new PodStatusStrategy();
    private final ResourceStrategy ephemeralContainers = PodPart.ephemeralContainers();
    private final ResourceStrategy resources = PodPart.resources();

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode pod) {
        ObjectNode fresh = pod.putObject("status");
        fresh.put("phase", "Pending");
        ObjectNode spec = Fields.objectOrNew(pod, "spec");
        if (!Fields.objects(spec, "schedulingGates").isEmpty()) {
            PodConditions.set(
                    pod,
                    "PodScheduled",
                    "False",
                    "SchedulingGated",
                    "Scheduling is blocked due to non-empty scheduling gates");
        }
        fresh.put("qosClass", QualityOfService.of(spec));
        MatchLabelKeys.merge(pod);
    }

    @Override
    public Generation generation() {
        return Generation.COUNTED;
    }

    @Override
    public Set<String> selectableFieldNames() {
        return SELECTABLE;
    }

    @Override
    public Map<String, String> selectableFields(ObjectNode pod) {
        ObjectNode spec = Fields.object(pod, "spec");
        ObjectNode podStatus = Fields.object(pod, "status");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("spec.nodeName", Fields.text(spec, "nodeName"));
        fields.put("spec.restartPolicy", Fields.text(spec, "restartPolicy"));
        fields.put("spec.schedulerName", Fields.text(spec, "schedulerName"));
        fields.put("spec.serviceAccountName", Fields.text(spec, "serviceAccountName"));
        fields.put("spec.hostNetwork", String.valueOf(Fields.isTrue(spec, "hostNetwork")));
        fields.put("status.phase", Fields.text(podStatus, "phase"));
        List<ObjectNode> addresses = Fields.objects(podStatus, "podIPs");
        fields.put(
                "status.podIP",
                addresses.isEmpty() ? Fields.text(podStatus, "podIP") : Fields.text(addresses.getFirst(), "ip"));
        fields.put("status.nominatedNodeName", Fields.text(podStatus, "nominatedNodeName"));
        return fields;
    }

    /** What was asked, else what the pod says; none for a pod that has no node yet or has ended. */
    @Override
    public Optional<Long> gracePeriod(RequestContext context, ObjectNode pod, DeleteOptions options) {
        ObjectNode spec = Fields.object(pod, "spec");
        String phase = Fields.text(Fields.object(pod, "status"), "phase");
        if (Fields.text(spec, "nodeName").isEmpty() || phase.equals("Failed") || phase.equals("Succeeded")) {
            return Optional.of(0L);
        }
        Long asked = options.gracePeriodSeconds();
        long period = asked != null ? asked : Fields.number(spec, "terminationGracePeriodSeconds", 0);
        return Optional.of(period < 0 ? 1 : period);
    }

    @Override
    public GarbageCollectionPolicy defaultGarbageCollectionPolicy(RequestContext context) {
        return GarbageCollectionPolicy.BACKGROUND;
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public Optional<ResourceStrategy> subresource(String name) {
        return switch (name) {
            case "status" -> Optional.of(status);
            case "ephemeralcontainers" -> Optional.of(ephemeralContainers);
            case "resize" -> Optional.of(resources);
            default -> Optional.empty();
        };
    }

    /** A kubelet's word on a pod: everything but the status stays, owner references included. */
    private static final class PodStatusStrategy implements ResourceStrategy {

        @Override
        public void applyDefaults(ObjectNode pod) {
            PodDefaults.apply(pod);
        }

        @Override
        public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
            ObjectNode metadata = Fields.objectOrNew(pod, "metadata");
            ObjectNode oldMetadata = Fields.objectOrNew(old, "metadata");
            if (Fields.isSet(oldMetadata, "ownerReferences")) {
                metadata.set("ownerReferences", oldMetadata.get("ownerReferences"));
            } else {
                metadata.remove("ownerReferences");
            }
            ObjectNode podStatus = Fields.objectOrNew(pod, "status");
            String oldClass = Fields.text(Fields.object(old, "status"), "qosClass");
            if (Fields.text(podStatus, "qosClass").isEmpty() && !oldClass.isEmpty()) {
                podStatus.put("qosClass", oldClass);
            }
        }
    }
}
