package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.volumes.PodVolumes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of a pod specification, in a pod as in a template. */
public final class PodSpecValidation {

    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final List<String> PREEMPTION_POLICIES = List.of("PreemptLowerPriority", "Never");

    private PodSpecValidation() {}

    /**
     * Checks a specification that has its defaults.
     *
     * @param spec where it stands; errors go there
     * @param metadata the pod's metadata; not set in templates
     */
    public static void check(Field spec, Field metadata, PodValidationOptions options) {
        Field grace = spec.get("terminationGracePeriodSeconds");
        if (!grace.isSet()) {
            grace.required();
        }
        Map<String, Field> volumes = PodVolumes.check(
                spec.get("volumes"),
                new PodVolumes.Surroundings(metadata.get("name").text(), options.isPod(), options.tokenPaths()));
        ResourceClaims.ofPod(spec.get("resourceClaims"), metadata);
        var pod = new PodSurroundings(spec, volumes, claimNames(spec), options);
        RegularContainers.check(spec.get("containers"), pod);
        InitContainers.check(spec.get("initContainers"), pod);
        EphemeralContainers.check(spec.get("ephemeralContainers"), pod);
        PodLevelResources.check(spec, pod);
        PodNetworkValidation.hostPorts(spec, options);
        spec.get("restartPolicy").requireOneOf(RESTART_POLICIES);
        spec.get("dnsPolicy").requireOneOf(DNS_POLICIES);
        labels(spec.get("nodeSelector"));
        PodSecurityValidation.check(spec, options);
        AffinityValidation.check(spec.get("affinity"), options);
        PodNetworkValidation.dns(spec.get("dnsConfig"), spec.get("dnsPolicy"));
        gates(spec);
        TopologySpreadValidation.check(spec.get("topologySpreadConstraints"), options);
        WindowsValidation.hostProcess(spec);
        UserNamespaceValidation.check(spec, options);
        PodNetworkValidation.hostnameOverride(spec);
        names(spec);
        spec.get("activeDeadlineSeconds").inRange(1, Integer.MAX_VALUE);
        PodNetworkValidation.names(spec);
        Tolerations.check(spec.get("tolerations"), options);
        PodNetworkValidation.hostAliases(spec.get("hostAliases"));
        subdomain(spec.get("priorityClassName"));
        if (spec.get("runtimeClassName").isSet()) {
            spec.get("runtimeClassName")
                    .invalid(Names.dns1123Subdomain(spec.get("runtimeClassName").text()));
        }
        if (spec.get("preemptionPolicy").isSet()) {
            spec.get("preemptionPolicy").requireOneOf(PREEMPTION_POLICIES);
        }
        ResourceValidation.overhead(spec.get("overhead"), options);
        OperatingSystemValidation.check(spec);
        Environment.fileVolumes(spec);
    }

    /** Holds for pods only: templates of old may have a blank for an image. */
    public static void imageWithoutBlanks(Field container) {
        ContainerValidation.image(container);
    }

    private static Set<String> claimNames(Field spec) {
        Set<String> names = new LinkedHashSet<>();
        for (Field claim : spec.items("resourceClaims")) {
            if (!claim.get("name").isZero()) {
                names.add(claim.get("name").text());
            }
        }
        return names;
    }

    /** A map of labels: keys and values have their grammars. */
    static void labels(Field labels) {
        for (Field label : labels.entries()) {
            Names.qualifiedName(label.name()).forEach(detail -> labels.invalid(label.name(), detail));
            Names.labelValue(label.text()).forEach(detail -> labels.invalid(label.text(), detail));
        }
    }

    private static void gates(Field spec) {
        for (Field gate : spec.items("readinessGates")) {
            Field type = gate.get("conditionType");
            Names.qualifiedName(type.text()).forEach(type::invalid);
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Field gate : spec.items("schedulingGates")) {
            String name = gate.get("name").text();
            Names.qualifiedName(name).forEach(detail -> gate.invalid(name, detail));
            if (!seen.add(name)) {
                gate.duplicate(name);
            }
        }
    }

    private static void names(Field spec) {
        subdomain(spec.get("serviceAccountName"));
        subdomain(spec.get("nodeName"));
    }

    private static void subdomain(Field name) {
        if (!name.isZero()) {
            name.invalid(Names.dns1123Subdomain(name.text()));
        }
    }
}
