package dev.navarch.apiserver.kind.volumes;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** References to fields and resources of a pod from inside it: in environment variables and in volumes. */
public final class DownwardFields {

    private static final Set<String> CONVERTIBLE = Set.of(
            "metadata.annotations",
            "metadata.labels",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.serviceAccountName",
            "spec.schedulerName",
            "status.phase",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");
    private static final Set<String> CPU_DIVISORS = Set.of("1m", "1");
    private static final Set<String> BYTE_DIVISORS =
            Set.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

    private DownwardFields() {}

    /** A {@code fieldRef} to one of the fields, or to one label or annotation. */
    public static void field(Field reference, List<String> supported) {
        Field version = reference.get("apiVersion");
        Field path = reference.get("fieldPath");
        if (version.isZero()) {
            version.required();
            return;
        }
        if (path.isZero()) {
            path.required();
            return;
        }
        String text = path.text();
        int bracket = text.indexOf("['");
        boolean subscripted = text.endsWith("']") && bracket > 0 && bracket + 2 <= text.length() - 2;
        String base = subscripted ? text.substring(0, bracket) : text;
        String problem = conversionProblem(version.text(), text, base, subscripted);
        if (!problem.isEmpty()) {
            path.invalid("error converting fieldPath: " + problem);
        } else if (subscripted) {
            String key = text.substring(bracket + 2, text.length() - 2);
            String checked = base.equals("metadata.annotations") ? key.toLowerCase(Locale.ROOT) : key;
            Names.qualifiedName(checked).forEach(detail -> reference.invalid(checked, detail));
        } else {
            String internal = text.equals("spec.host") ? "spec.nodeName" : text;
            if (!supported.contains(internal)) {
                path.add(FieldError.notSupported(path.path(), internal, supported));
            }
        }
    }

    private static String conversionProblem(String version, String label, String base, boolean subscripted) {
        if (!version.equals("v1")) {
            return "unsupported pod version: " + version;
        }
        if (subscripted) {
            boolean map = base.equals("metadata.annotations") || base.equals("metadata.labels");
            return map ? "" : "field label does not support subscript: " + label;
        }
        boolean known = CONVERTIBLE.contains(label) || label.equals("spec.host");
        return known ? "" : "field label not supported: " + label;
    }

    /** A {@code resourceFieldRef}; in a volume it must say of which container. */
    public static void resource(Field reference, boolean inVolume) {
        Field resource = reference.get("resource");
        String name = resource.text();
        if (inVolume && reference.get("containerName").isZero()) {
            reference.get("containerName").required();
        } else if (name.isEmpty()) {
            resource.required();
        } else if (!RESOURCES.contains(name) && !isHugePages(name)) {
            resource.notSupported(RESOURCES);
        }
        divisor(reference.get("divisor"), name);
    }

    private static boolean isHugePages(String name) {
        return name.startsWith("requests.hugepages-") || name.startsWith("limits.hugepages-");
    }

    private static void divisor(Field divisor, String resource) {
        if (divisor.quantity().signum() == 0) {
            return;
        }
        boolean isCpu = resource.equals("limits.cpu") || resource.equals("requests.cpu");
        String bytesOf = bytesOf(resource);
        if (isCpu && !CPU_DIVISORS.contains(divisor.text())) {
            divisor.invalid(resource, "only divisor's values 1m and 1 are supported with the cpu resource");
        } else if (!bytesOf.isEmpty() && !BYTE_DIVISORS.contains(divisor.text())) {
            divisor.invalid(
                    resource,
                    "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with"
                            + " the " + bytesOf + " resource");
        }
    }

    private static String bytesOf(String resource) {
        return switch (resource) {
            case "limits.memory", "requests.memory" -> "memory";
            case "limits.ephemeral-storage", "requests.ephemeral-storage" -> "local ephemeral storage";
            default -> isHugePages(resource) ? "hugepages" : "";
        };
    }
}
