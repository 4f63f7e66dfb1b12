package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.pods.PodControl;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes a pod the one of its ordinal: its names, labels and volumes. */
final class StatefulPods {

    static final String REVISION_LABEL = "controller-revision-hash";

    private static final String POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
    private static final String INDEX_LABEL = "apps.kubernetes.io/pod-index";
    private static final Pattern NAME = Pattern.compile("(.*)-([0-9]+)");

    private StatefulPods() {}

    static int start(StatefulSet set) {
        var ordinals = set.getSpec().getOrdinals();
        return ordinals == null ? 0 : orZero(ordinals.getStart());
    }

    static int replicas(StatefulSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    static int minReadySeconds(StatefulSet set) {
        return orZero(set.getSpec().getMinReadySeconds());
    }

    /** The pod's ordinal, or -1 where its name has none. */
    static int ordinal(Pod pod) {
        Matcher name = NAME.matcher(pod.getMetadata().getName());
        try {
            return name.matches() ? Integer.parseInt(name.group(2)) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static boolean isMember(StatefulSet set, Pod pod) {
        Matcher name = NAME.matcher(pod.getMetadata().getName());
        return name.matches() && name.group(1).equals(set.getMetadata().getName());
    }

    static boolean isInRange(StatefulSet set, Pod pod) {
        int ordinal = ordinal(pod);
        return ordinal >= start(set) && ordinal < start(set) + replicas(set);
    }

    static String revision(Pod pod) {
        return labels(pod).getOrDefault(REVISION_LABEL, "");
    }

    static boolean isCreated(Pod pod) {
        return !PodState.phase(pod).isEmpty();
    }

    static boolean isRunningAndReady(Pod pod) {
        return PodState.phase(pod).equals("Running") && PodState.isReady(pod);
    }

    static boolean isUnavailable(Pod pod, int minReadySeconds, Instant now) {
        return pod.isMarkedForDeletion() || !PodState.isAvailable(pod, minReadySeconds, now);
    }

    static boolean hasIdentity(StatefulSet set, Pod pod) {
        String name = pod.getMetadata().getName();
        return isMember(set, pod)
                && name.equals(set.getMetadata().getName() + "-" + ordinal(pod))
                && name.equals(labels(pod).get(POD_NAME_LABEL));
    }

    static boolean hasStorage(StatefulSet set, Pod pod) {
        int ordinal = ordinal(pod);
        return set.getSpec().getVolumeClaimTemplates().stream()
                .allMatch(template -> pod.getSpec().getVolumes().stream()
                        .filter(v -> v.getName().equals(template.getMetadata().getName()))
                        .filter(v -> v.getPersistentVolumeClaim() != null)
                        .anyMatch(v -> claimName(set, template, ordinal)
                                .equals(v.getPersistentVolumeClaim().getClaimName())));
    }

    static Pod withIdentity(StatefulSet set, Pod pod) {
        int ordinal = ordinal(pod);
        String name = set.getMetadata().getName() + "-" + ordinal;
        return new PodBuilder(pod)
                .editMetadata()
                .withName(name)
                .withNamespace(set.getMetadata().getNamespace())
                .addToLabels(POD_NAME_LABEL, name)
                .addToLabels(INDEX_LABEL, Integer.toString(ordinal))
                .endMetadata()
                .build();
    }

    static Pod withStorage(StatefulSet set, Pod pod) {
        Map<String, PersistentVolumeClaim> claims = claims(set, pod);
        List<Volume> volumes = new ArrayList<>();
        claims.forEach((name, claim) -> volumes.add(new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim.getMetadata().getName())
                .endPersistentVolumeClaim()
                .build()));
        pod.getSpec().getVolumes().stream()
                .filter(v -> !claims.containsKey(v.getName()))
                .forEach(volumes::add);
        return new PodBuilder(pod).editSpec().withVolumes(volumes).endSpec().build();
    }

    /** The pod of an ordinal that does not exist yet. */
    static Pod create(StatefulSet set, String revision, int ordinal) {
        Pod pod = PodControl.podFromTemplate(
                        set.getSpec().getTemplate(), set, ControllerRef.to(set, "apps/v1", "StatefulSet"))
                .editMetadata()
                .withName(set.getMetadata().getName() + "-" + ordinal)
                .addToLabels(REVISION_LABEL, revision)
                .endMetadata()
                .editSpec()
                .withHostname(set.getMetadata().getName() + "-" + ordinal)
                .withSubdomain(set.getSpec().getServiceName())
                .endSpec()
                .build();
        return withStorage(set, withIdentity(set, pod));
    }

    static String claimName(StatefulSet set, PersistentVolumeClaim template, int ordinal) {
        return template.getMetadata().getName() + "-" + set.getMetadata().getName() + "-" + ordinal;
    }

    /** The claims of the pod's ordinal, by the names of their templates. */
    static Map<String, PersistentVolumeClaim> claims(StatefulSet set, Pod pod) {
        Map<String, PersistentVolumeClaim> claims = new LinkedHashMap<>();
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            claims.put(
                    template.getMetadata().getName(),
                    new PersistentVolumeClaimBuilder(template)
                            .editMetadata()
                            .withName(claimName(set, template, ordinal(pod)))
                            .withNamespace(set.getMetadata().getNamespace())
                            .addToLabels(Objects.requireNonNullElse(
                                    set.getSpec().getSelector().getMatchLabels(), Map.of()))
                            .endMetadata()
                            .build());
        }
        return claims;
    }

    private static Map<String, String> labels(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }

    static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
