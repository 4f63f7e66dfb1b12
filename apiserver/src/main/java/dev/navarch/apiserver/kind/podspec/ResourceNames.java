package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;
import java.util.Set;

/** The names of resources: which there are, and who may ask for them. */
public final class ResourceNames {

    private static final Set<String> CONTAINER = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "storage",
            "requests.storage",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final List<String> POD_LEVEL = List.of("cpu", "hugepages-", "memory");

    private ResourceNames() {}

    public static boolean isHugePages(String name) {
        return name.startsWith("hugepages-");
    }

    /** Known to quotas and limits. */
    public static boolean isStandard(String name) {
        return STANDARD.contains(name) || isHugePages(name) || name.startsWith("requests.hugepages-");
    }

    public static boolean isStandardForContainers(String name) {
        return CONTAINER.contains(name) || isHugePages(name);
    }

    /** In the domain of Kubernetes, which names without a domain are, too. */
    public static boolean isNative(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    /** Of another domain, such as those of device plugins. */
    public static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && Names.qualifiedName("requests." + name).isEmpty();
    }

    /** Counted in whole numbers. */
    public static boolean isInteger(String name) {
        return COUNTED.contains(name) || isExtended(name);
    }

    public static boolean mayOvercommit(String name) {
        return isNative(name) && !isHugePages(name);
    }

    /** A well-formed name: of a domain, or one that is known. Answers whether it is. */
    public static boolean qualified(Field entry) {
        List<String> problems = Names.qualifiedName(entry.name());
        problems.forEach(detail -> entry.invalid(entry.name(), detail));
        if (problems.isEmpty() && !entry.name().contains("/") && !isStandard(entry.name())) {
            entry.invalid(entry.name(), "must be a standard resource type or fully qualified");
            return false;
        }
        return problems.isEmpty();
    }

    /** What a container may ask for. */
    public static void ofContainer(Field entry) {
        String name = entry.name();
        qualified(entry);
        if (!name.contains("/")) {
            if (!isStandardForContainers(name)) {
                entry.invalid(name, "must be a standard resource for containers");
            }
        } else if (!isNative(name) && !isExtended(name)) {
            entry.invalid(name, "doesn't follow extended resource name standard");
        }
    }

    /** What a pod may ask for as a whole. */
    static void ofPod(Field entry) {
        if (qualified(entry) && !POD_LEVEL.contains(entry.name()) && !isHugePages(entry.name())) {
            entry.add(FieldError.notSupported(entry.path(), entry.name(), POD_LEVEL));
        }
    }
}
