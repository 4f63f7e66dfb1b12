package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Fields;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of a pod specification that hold wherever it stands: in a pod and in a template. */
public final class PodSpecDefaults {

    private static final int SECRET_MODE = 0644;

    private PodSpecDefaults() {}

    /** Fills the specification of {@code template}, where there is one. */
    public static void applyToTemplate(@Nullable ObjectNode template) {
        ObjectNode spec = Fields.object(template, "spec");
        if (spec != null) {
            apply(spec);
        }
    }

    public static void apply(ObjectNode spec) {
        accountNames(spec);
        Fields.defaultText(spec, "dnsPolicy", "ClusterFirst");
        Fields.defaultText(spec, "restartPolicy", "Always");
        if (!Fields.isSet(spec, "securityContext")) {
            spec.putObject("securityContext");
        }
        Fields.defaultNumber(spec, "terminationGracePeriodSeconds", 30);
        Fields.defaultText(spec, "schedulerName", "default-scheduler");
        roundUp(Fields.object(spec, "overhead"));
        roundResources(spec);
        Fields.objects(spec, "volumes").forEach(PodSpecDefaults::volume);
        for (ObjectNode container : Containers.all(spec)) {
            container(container);
        }
    }

    /** The account has an older name that always says the same. */
    private static void accountNames(ObjectNode spec) {
        String name = Fields.text(spec, "serviceAccountName");
        String older = Fields.text(spec, "serviceAccount");
        if (!name.isEmpty()) {
            spec.put("serviceAccount", name);
        } else if (!older.isEmpty()) {
            spec.put("serviceAccountName", older);
        }
    }

    /** With the host's network a container port is the host's port; holds for pods, not for templates. */
    public static void applyHostPorts(ObjectNode spec) {
        if (Fields.isTrue(spec, "hostNetwork")) {
            Containers.regular(spec).forEach(PodSpecDefaults::hostPorts);
        }
    }

    private static void hostPorts(ObjectNode container) {
        for (ObjectNode port : Fields.objects(container, "ports")) {
            if (Fields.isZero(port, "hostPort") && Fields.isSet(port, "containerPort")) {
                port.set("hostPort", port.get("containerPort"));
            }
        }
    }

    private static void container(ObjectNode container) {
        for (ObjectNode port : Fields.objects(container, "ports")) {
            Fields.defaultText(port, "protocol", "TCP");
        }
        Fields.defaultText(container, "imagePullPolicy", ImageTag.defaultPullPolicy(Fields.text(container, "image")));
        Fields.defaultText(container, "terminationMessagePath", "/dev/termination-log");
        Fields.defaultText(container, "terminationMessagePolicy", "File");
        if (!Fields.isSet(container, "resources")) {
            container.putObject("resources");
        }
        roundResources(container);
        for (ObjectNode variable : Fields.objects(container, "env")) {
            ObjectNode source = Fields.object(variable, "valueFrom");
            fieldRef(source);
            ObjectNode fileKey = Fields.object(source, "fileKeyRef");
            if (fileKey != null) {
                Fields.defaultBoolean(fileKey, "optional", false);
            }
        }
        probe(Fields.object(container, "livenessProbe"));
        probe(Fields.object(container, "readinessProbe"));
        probe(Fields.object(container, "startupProbe"));
        ObjectNode lifecycle = Fields.object(container, "lifecycle");
        httpGet(Fields.object(lifecycle, "postStart"));
        httpGet(Fields.object(lifecycle, "preStop"));
    }

    private static void probe(@Nullable ObjectNode probe) {
        if (probe == null) {
            return;
        }
        Fields.defaultNumberIfZero(probe, "timeoutSeconds", 1);
        Fields.defaultNumberIfZero(probe, "periodSeconds", 10);
        Fields.defaultNumberIfZero(probe, "successThreshold", 1);
        Fields.defaultNumberIfZero(probe, "failureThreshold", 3);
        httpGet(probe);
        ObjectNode grpc = Fields.object(probe, "grpc");
        if (grpc != null && !Fields.isSet(grpc, "service")) {
            grpc.put("service", "");
        }
    }

    private static void httpGet(@Nullable ObjectNode handler) {
        ObjectNode get = Fields.object(handler, "httpGet");
        if (get != null) {
            Fields.defaultText(get, "path", "/");
            Fields.defaultText(get, "scheme", "HTTP");
        }
    }

    private static void fieldRef(@Nullable ObjectNode source) {
        ObjectNode field = Fields.object(source, "fieldRef");
        if (field != null) {
            Fields.defaultText(field, "apiVersion", "v1");
        }
        ObjectNode resource = Fields.object(source, "resourceFieldRef");
        if (resource != null && !Fields.isSet(resource, "divisor")) {
            resource.put("divisor", "0");
        }
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == (volume.has("name") ? 1 : 0)) {
            volume.putObject("emptyDir");
        }
        mode(Fields.object(volume, "secret"));
        mode(Fields.object(volume, "configMap"));
        ObjectNode downward = Fields.object(volume, "downwardAPI");
        mode(downward);
        Fields.objects(downward, "items").forEach(PodSpecDefaults::fieldRef);
        ObjectNode hostPath = Fields.object(volume, "hostPath");
        if (hostPath != null && !Fields.isSet(hostPath, "type")) {
            hostPath.put("type", "");
        }
        ObjectNode image = Fields.object(volume, "image");
        if (image != null) {
            Fields.defaultText(image, "pullPolicy", ImageTag.defaultPullPolicy(Fields.text(image, "reference")));
        }
        projected(Fields.object(volume, "projected"));
        legacyVolume(volume);
        ObjectNode ephemeral = Fields.object(volume, "ephemeral");
        ObjectNode claim = Fields.object(Fields.object(ephemeral, "volumeClaimTemplate"), "spec");
        if (claim != null) {
            Fields.defaultText(claim, "volumeMode", "Filesystem");
            roundResources(claim);
        }
    }

    private static void projected(@Nullable ObjectNode projected) {
        mode(projected);
        for (ObjectNode source : Fields.objects(projected, "sources")) {
            Fields.objects(Fields.object(source, "downwardAPI"), "items").forEach(PodSpecDefaults::fieldRef);
            ObjectNode token = Fields.object(source, "serviceAccountToken");
            if (token != null) {
                Fields.defaultNumber(token, "expirationSeconds", 3600);
            }
        }
    }

    /** Defaults of the volume kinds of old that still are part of the API. */
    public static void legacyVolume(ObjectNode volume) {
        defaults(volume, "azureDisk", Map.of("cachingMode", "ReadWrite", "fsType", "ext4", "kind", "Shared"));
        ObjectNode azure = Fields.object(volume, "azureDisk");
        if (azure != null) {
            Fields.defaultBoolean(azure, "readOnly", false);
        }
        defaults(volume, "iscsi", Map.of("iscsiInterface", "default"));
        defaults(volume, "rbd", Map.of("keyring", "/etc/ceph/keyring", "pool", "rbd", "user", "admin"));
        defaults(volume, "scaleIO", Map.of("fsType", "xfs", "storageMode", "ThinProvisioned"));
    }

    private static void defaults(ObjectNode volume, String source, Map<String, String> values) {
        ObjectNode node = Fields.object(volume, source);
        if (node != null) {
            values.forEach((field, value) -> {
                if (!Fields.isSet(node, field) || Fields.text(node, field).isEmpty()) {
                    node.put(field, value);
                }
            });
        }
    }

    private static void mode(@Nullable ObjectNode source) {
        if (source != null) {
            Fields.defaultNumber(source, "defaultMode", SECRET_MODE);
        }
    }

    /** Rounds the quantities of {@code resources} up to a thousandth, the finest the API keeps. */
    public static void roundResources(ObjectNode owner) {
        ObjectNode resources = Fields.object(owner, "resources");
        roundUp(Fields.object(resources, "limits"));
        roundUp(Fields.object(resources, "requests"));
    }

    /** Rounds the quantities of a resource list up to a thousandth. */
    public static void roundUp(@Nullable ObjectNode list) {
        if (list == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            String text = entry.getValue().asText();
            if (text.endsWith("n") || text.endsWith("u")) {
                list.put(entry.getKey(), roundedUp(Quantity.parse(text)).toString());
            }
        }
    }

    private static Quantity roundedUp(Quantity quantity) {
        return Quantity.of(quantity.value().setScale(3, RoundingMode.CEILING), quantity.format());
    }
}
