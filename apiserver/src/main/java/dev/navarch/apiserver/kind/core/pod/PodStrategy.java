package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.AppArmorAnnotations;
import dev.navarch.apiserver.kind.podspec.DisabledFields;
import dev.navarch.apiserver.kind.podspec.PodWarnings;
import dev.navarch.apiserver.registry.GarbageCollectionPolicy;
import dev.navarch.apiserver.registry.Generation;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private final ResourceStrategy ephemeralContainers = new EphemeralContainersStrategy();
    private final ResourceStrategy resize = new PodResizeStrategy();

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode pod) {
        ObjectNode fresh = pod.putObject("status");
        fresh.put("phase", "Pending");
        ObjectNode spec = Fields.objectOrNew(pod, "spec");
        DisabledFields.drop(spec, null);
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
        AppArmorAnnotations.toFields(pod).forEach(context::warn);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        DisabledFields.drop(Fields.objectOrNew(pod, "spec"), Fields.object(old, "spec"));
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode pod) {
        return PodValidation.create(pod);
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode pod, ObjectNode old) {
        return PodUpdateValidation.check(pod, old);
    }

    /** On create only: humans rarely change pods themselves. */
    @Override
    public List<String> warnings(RequestContext context, ObjectNode pod, @Nullable ObjectNode old) {
        if (old != null) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>(PodWarnings.ofName(ObjectMeta.name(pod)));
        warnings.addAll(PodWarnings.ofPod(pod));
        return warnings;
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
            case "resize" -> Optional.of(resize);
            default -> Optional.empty();
        };
    }
}
