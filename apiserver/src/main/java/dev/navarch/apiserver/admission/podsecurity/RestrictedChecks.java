package dev.navarch.apiserver.admission.podsecurity;

import static dev.navarch.apiserver.admission.podsecurity.Offenders.containersText;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.named;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.plural;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.quoted;
import static dev.navarch.apiserver.admission.podsecurity.Offenders.securityContext;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a hardened workload must do without, and must state. */
final class RestrictedChecks {

    private static final Set<String> ALLOWED_VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final List<String> OTHER_VOLUMES = List.of(
            "hostPath",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "gitRepo",
            "nfs",
            "iscsi",
            "glusterfs",
            "rbd",
            "flexVolume",
            "cinder",
            "cephfs",
            "flocker",
            "fc",
            "azureFile",
            "vsphereVolume",
            "quobyte",
            "azureDisk",
            "photonPersistentDisk",
            "portworxVolume",
            "scaleIO",
            "storageos");

    private RestrictedChecks() {}

    static Optional<Violation> privilegeEscalation(JsonNode metadata, JsonNode spec) {
        List<String> names = named(
                spec,
                container -> securityContext(container)
                        .path("allowPrivilegeEscalation")
                        .asBoolean(true));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "allowPrivilegeEscalation != false",
                        containersText(names) + " must set securityContext.allowPrivilegeEscalation=false"));
    }

    static Optional<Violation> capabilities(JsonNode metadata, JsonNode spec) {
        List<String> notDropping = named(spec, container -> !dropsAll(container));
        var forbidden = new TreeSet<String>();
        List<String> adding = named(spec, container -> {
            boolean bad = false;
            for (JsonNode added :
                    securityContext(container).path("capabilities").path("add")) {
                if (!added.asText().equals("NET_BIND_SERVICE")) {
                    forbidden.add(added.asText());
                    bad = true;
                }
            }
            return bad;
        });
        var details = new ArrayList<String>();
        if (!notDropping.isEmpty()) {
            details.add(containersText(notDropping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(containersText(adding) + " must not include " + quoted(forbidden)
                    + " in securityContext.capabilities.add");
        }
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    private static boolean dropsAll(JsonNode container) {
        for (JsonNode dropped : securityContext(container).path("capabilities").path("drop")) {
            if (dropped.asText().equals("ALL")) {
                return true;
            }
        }
        return false;
    }

    static Optional<Violation> volumes(JsonNode metadata, JsonNode spec) {
        var volumes = new ArrayList<String>();
        var types = new TreeSet<String>();
        for (JsonNode volume : spec.path("volumes")) {
            if (ALLOWED_VOLUMES.stream().noneMatch(type -> volume.path(type).isObject())) {
                volumes.add(volume.path("name").asText());
                types.add(OTHER_VOLUMES.stream()
                        .filter(type -> volume.path(type).isObject())
                        .findFirst()
                        .orElse("unknown"));
            }
        }
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "restricted volume types",
                        plural("volume", volumes) + " " + quoted(volumes)
                                + (volumes.size() == 1 ? " uses " : " use ")
                                + plural("restricted volume type", types) + " " + quoted(types)));
    }

    static Optional<Violation> runAsNonRoot(JsonNode metadata, JsonNode spec) {
        String reason = "runAsNonRoot != true";
        var setters = new Offenders();
        JsonNode ofPod = securityContext(spec).path("runAsNonRoot");
        if (ofPod.isBoolean() && !ofPod.booleanValue()) {
            setters.add("pod");
        }
        setters.addContainers(named(spec, container -> {
            JsonNode own = securityContext(container).path("runAsNonRoot");
            return own.isBoolean() && !own.booleanValue();
        }));
        if (!setters.isEmpty()) {
            return Optional.of(new Violation(reason, setters + " must not set securityContext.runAsNonRoot=false"));
        }
        List<String> without = named(
                spec,
                container -> !ofPod.asBoolean()
                        && !securityContext(container).path("runAsNonRoot").isBoolean());
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        reason, "pod or " + containersText(without) + " must set securityContext.runAsNonRoot=true"));
    }

    static Optional<Violation> runAsUser(JsonNode metadata, JsonNode spec) {
        var setters = new Offenders();
        if (isRoot(spec)) {
            setters.add("pod");
        }
        setters.addContainers(named(spec, RestrictedChecks::isRoot));
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("runAsUser=0", setters + " must not set runAsUser=0"));
    }

    private static boolean isRoot(JsonNode owner) {
        JsonNode user = securityContext(owner).path("runAsUser");
        return user.isNumber() && user.longValue() == 0;
    }
}
